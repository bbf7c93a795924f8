package io.tidegate.admin.updates.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.admin.updates.engine.Hangs.Work;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Version;

class HangsTest {
  private final Hangs hangs = new Hangs(() -> Duration.ofMillis(200));
  private final CountDownLatch gate = new CountDownLatch(1);
  private final CountDownLatch dealtWith = new CountDownLatch(1);

  private static Bundle bundle(String name, int state) {
    return (Bundle)
        Proxy.newProxyInstance(
            HangsTest.class.getClassLoader(),
            new Class<?>[] {Bundle.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "getSymbolicName" -> name;
                  case "getVersion" -> Version.valueOf("1.2.3");
                  case "getState" -> state;
                  case "getBundleId" -> 7L;
                  case "hashCode" -> name.hashCode();
                  case "equals" -> self == arguments[0];
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  /** Waits for the gate, whoever interrupts it. */
  private void stubborn() {
    while (true) {
      try {
        gate.await();
        return;
      } catch (InterruptedException e) {
        Thread.onSpinWait();
      }
    }
  }

  private void hang(Bundle bundle) {
    assertThatThrownBy(() -> hangs.run(bundle, Work.START, this::stubborn, dealtWith::countDown))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining(bundle.getSymbolicName() + " 1.2.3")
        .hasMessageContaining("hangs");
  }

  @Test
  void saysWhatAnOperationSaid() throws Exception {
    Bundle bundle = bundle("a", Bundle.RESOLVED);
    AtomicInteger done = new AtomicInteger();
    hangs.run(bundle, Work.START, done::incrementAndGet, () -> {});
    assertThat(done).hasValue(1);
    assertThatThrownBy(
            () ->
                hangs.run(
                    bundle,
                    Work.STOP,
                    () -> {
                      throw new BundleException("no");
                    },
                    () -> {}))
        .isInstanceOf(BundleException.class)
        .hasMessage("no");
    assertThatThrownBy(
            () ->
                hangs.run(
                    bundle,
                    Work.STOP,
                    () -> {
                      throw new IllegalStateException("not so");
                    },
                    () -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("not so");
  }

  @Test
  void interruptsWhatIsNotBackInTime() {
    Bundle bundle = bundle("a", Bundle.RESOLVED);
    assertThatThrownBy(
            () ->
                hangs.run(
                    bundle, Work.START, () -> new CountDownLatch(1).await(), dealtWith::countDown))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("within 200 ms")
        .message()
        .doesNotContain("hangs");
    assertThat(hangs.hangs(bundle)).isFalse();
    assertThat(hangs.sentences()).isEmpty();
  }

  @Test
  void leavesAThreadBehindThatMindsNoInterruptAndDealsWithItWhenItIsBack() throws Exception {
    Bundle bundle = bundle("a", Bundle.STARTING);
    hang(bundle);
    assertThat(hangs.hangs(bundle)).isTrue();
    assertThat(hangs.sentences())
        .singleElement()
        .asString()
        .contains("a 1.2.3", "its start within 200 ms", "restart the gateway");
    for (Work work : Work.values()) {
      assertThatThrownBy(() -> hangs.run(bundle, work, () -> {}, () -> {}))
          .isInstanceOf(BundleException.class)
          .hasMessageContaining("hangs");
    }
    AtomicInteger others = new AtomicInteger();
    hangs.run(bundle("b", Bundle.RESOLVED), Work.START, others::incrementAndGet, () -> {});
    assertThat(others).hasValue(1);

    gate.countDown();
    assertThat(dealtWith.await(10, TimeUnit.SECONDS)).isTrue();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (hangs.hangs(bundle) && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(hangs.sentences()).isEmpty();
  }

  @Test
  void stopsABundleThatHangsInAComponentAndDoesNotStartItAgain() throws Exception {
    Bundle bundle = bundle("a", Bundle.ACTIVE);
    hang(bundle);
    AtomicInteger stopped = new AtomicInteger();
    hangs.run(bundle, Work.STOP, stopped::incrementAndGet, () -> {});
    assertThat(stopped).hasValue(1);
    assertThatThrownBy(() -> hangs.run(bundle, Work.START, () -> {}, () -> {}))
        .isInstanceOf(BundleException.class);
    gate.countDown();
  }
}
