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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.Version;

@Timeout(20)
class PolicyHostTest {
  private static final Instant T0 = Instant.parse("2026-03-01T18:00:00Z");
  private final BlockingQueue<SiteInput> posted = new ArrayBlockingQueue<>(100);
  private long services;
  private final PolicyHost host = new PolicyHost(posted::add);

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
}
