package io.tidegate.core.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.Policy;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.control.StampedInput;
import io.tidegate.api.control.Target;
import io.tidegate.api.control.TargetKind;
import io.tidegate.api.site.PriorityClass;
import io.tidegate.codec.settings.Newest;
import io.tidegate.core.control.state.ControlCore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.Version;

@Timeout(20)
class PolicyHostTest {
  private static final Instant T0 = Instant.parse("2026-03-01T18:00:00Z");
  private final BlockingQueue<SiteInput> posted = new ArrayBlockingQueue<>(100);
  private long services;
  private final AtomicLong nanos = new AtomicLong();
  private final PolicyHost host = new PolicyHost(posted::add, nanos::get);

  @AfterEach
  void close() {
    host.close();
  }

  private static SitePicture picture(Instant at) {
    FakeDeciders deciders = new FakeDeciders();
    ControlCore core = new ControlCore(Sites.of(1), deciders, at);
    core.take(new StampedInput(1, at, new SiteInput.Tick()));
    return core.checkpoint().picture();
  }

  private static Policy policy(
      String id, java.util.function.Function<SitePicture, List<Target>> evaluate) {
    return new Policy() {
      @Override
      public String id() {
        return id;
      }

      @Override
      public List<Target> evaluate(SitePicture picture) {
        return evaluate.apply(picture);
      }
    };
  }

  private static List<Target> target(SitePicture picture, double powerW) {
    return List.of(
        new Target(
            "t",
            "policy:p",
            PriorityClass.ECONOMY,
            TargetKind.VEHICLE_POWER,
            "",
            Optional.empty(),
            powerW,
            picture.at().plusSeconds(4)));
  }

  private void bind(Policy policy) {
    host.bind(policy, new Newest.Standing(0, Version.emptyVersion, ++services));
  }

  private SiteInput next() throws InterruptedException {
    return posted.poll(5, TimeUnit.SECONDS);
  }

  @Test
  void postsATargetOnceAndAgainWhenHalfOfItsLifeIsOver() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(3);
    bind(
        policy(
            "p",
            s -> {
              asked.countDown();
              return target(s, -1_000);
            }));
    host.offer(picture(T0));
    assertThat(next()).isInstanceOf(SiteInput.PolicyTargets.class);
    while (asked.getCount() > 1) {
      host.offer(picture(T0.plusSeconds(1)));
      TimeUnit.MILLISECONDS.sleep(1);
    }
    assertThat(posted).isEmpty();
    host.offer(picture(T0.plusSeconds(3)));
    assertThat(next()).isInstanceOf(SiteInput.PolicyTargets.class);
  }

  @Test
  void aPolicyThatThrowsOrHangsDoesNotKeepOthersFromBeingAsked() throws InterruptedException {
    CountDownLatch hanging = new CountDownLatch(1);
    bind(
        policy(
            "hangs",
            s -> {
              try {
                hanging.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return List.of();
            }));
    bind(
        policy(
            "throws",
            s -> {
              throw new IllegalStateException("defect");
            }));
    bind(policy("p", s -> target(s, 500)));
    host.offer(picture(T0));
    SiteInput input = next();
    assertThat(((SiteInput.PolicyTargets) input).policy()).isEqualTo("p");
    hanging.countDown();
  }

  @Test
  void asksTheNewestOfOneIdAlone() throws InterruptedException {
    Policy old = policy("p", s -> target(s, -1_000));
    host.bind(old, new Newest.Standing(0, new Version("1.0.0"), 101));
    host.bind(
        policy("p", s -> target(s, -2_000)), new Newest.Standing(0, new Version("1.0.1"), 102));
    host.offer(picture(T0));
    assertThat(((SiteInput.PolicyTargets) next()).targets().get(0).powerW()).isEqualTo(-2_000);
    host.unbind(102);
    host.offer(picture(T0.plusSeconds(1)));
    assertThat(((SiteInput.PolicyTargets) next()).targets().get(0).powerW()).isEqualTo(-1_000);
    assertThat(posted).isEmpty();
  }

  private void asked(CountDownLatch times) throws InterruptedException {
    while (!times.await(1, TimeUnit.MILLISECONDS)) {
      host.offer(picture(T0));
    }
  }

  private void fourSecondsLater() {
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(4));
  }

  /** P2: a policy tells that it is well, and nobody else would notice. */
  @Test
  void tellsOfAPolicyThatThrowsWhateverItThrowsUntilItIsGood() throws InterruptedException {
    CountDownLatch twice = new CountDownLatch(2);
    AtomicBoolean mended = new AtomicBoolean();
    bind(
        policy(
            "p",
            s -> {
              twice.countDown();
              if (mended.get()) {
                return target(s, 500);
              }
              throw new Error("defect");
            }));
    asked(twice);
    assertThat(host.trouble()).isEmpty();
    fourSecondsLater();
    // the second evaluation may not have come to its end yet
    while (!host.trouble().contains("defect")) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    assertThat(host.trouble())
        .startsWith(
            "ERR_POLICY_FAILED: policy p has failed for 4 s (java.lang.Error: defect), so nothing");
    mended.set(true);
    while (!host.trouble().isEmpty()) {
      host.offer(picture(T0));
      TimeUnit.MILLISECONDS.sleep(1);
    }
    assertThat(next()).isInstanceOf(SiteInput.PolicyTargets.class);
  }

  @Test
  void tellsOfAPolicyThatHangsAndNotOfTheOnesBesideIt() throws InterruptedException {
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    bind(
        policy(
            "hangs",
            s -> {
              begun.countDown();
              try {
                hanging.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return List.of();
            }));
    bind(policy("p", s -> target(s, 500)));
    host.offer(picture(T0));
    begun.await();
    assertThat(next()).isInstanceOf(SiteInput.PolicyTargets.class);
    fourSecondsLater();
    assertThat(host.trouble())
        .contains("policy hangs has failed for 4 s (its evaluation does not return)")
        .doesNotContain("policy p ");
    hanging.countDown();
  }

  @Test
  void tellsNothingOfAPolicyThatHasGone() throws InterruptedException {
    CountDownLatch once = new CountDownLatch(1);
    bind(
        policy(
            "p",
            s -> {
              once.countDown();
              throw new IllegalStateException("defect");
            }));
    asked(once);
    fourSecondsLater();
    assertThat(host.trouble()).contains("policy p ");
    host.unbind(services);
    assertThat(host.trouble()).isEmpty();
  }
}
