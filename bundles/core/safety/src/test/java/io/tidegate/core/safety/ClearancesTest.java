package io.tidegate.core.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.Clearance;
import io.tidegate.api.control.Setpoint;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Nothing passes the office but its own clearances, once each, in time (X6). */
class ClearancesTest {
  private final Setpoint setpoint =
      new Setpoint(
          1,
          new io.tidegate.api.quantity.EvseId("E1"),
          java.util.Optional.empty(),
          -5_000,
          Depot.START,
          Depot.START.plusSeconds(30),
          List.of(Depot.ASKED));
  private final Clearances office = new Clearances();

  @Test
  void redeemsEachClearanceOnce() {
    Clearance clearance = office.issue(setpoint);
    assertThat(office.redeem(clearance, Depot.START)).isTrue();
    assertThat(office.redeem(clearance, Depot.START)).isFalse();
  }

  @Test
  void anotherObjectWithTheSameSetpointIsWorthNothing() {
    office.issue(setpoint);
    assertThat(office.redeem(() -> setpoint, Depot.START)).isFalse();
  }

  @Test
  void anotherOfficesClearanceIsWorthNothing() {
    assertThat(office.redeem(new Clearances().issue(setpoint), Depot.START)).isFalse();
  }

  @Test
  void nothingIsRedeemedForNull() {
    assertThat(office.redeem(null, Depot.START)).isFalse();
  }

  @Test
  void anExpiredClearanceIsWorthNothing() {
    Clearance clearance = office.issue(setpoint);
    assertThat(office.redeem(clearance, Depot.START.plusSeconds(30))).isFalse();
    assertThat(office.redeem(clearance, Depot.START.plusMillis(29_999))).isTrue();
  }

  @Test
  void manyThreadsRedeemOneClearanceOnce() throws InterruptedException {
    for (int round = 0; round < 200; round++) {
      Clearance clearance = office.issue(setpoint);
      AtomicInteger wins = new AtomicInteger();
      CountDownLatch start = new CountDownLatch(1);
      Thread[] threads = new Thread[4];
      for (int k = 0; k < threads.length; k++) {
        threads[k] =
            new Thread(
                () -> {
                  try {
                    start.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  if (office.redeem(clearance, Depot.START)) {
                    wins.incrementAndGet();
                  }
                });
        threads[k].start();
      }
      start.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(wins).hasValue(1);
    }
  }

  @Test
  void theComponentRedeemsWhatItsOwnEnvelopeCleared() {
    SafetyComponent component = new SafetyComponent();
    Depot depot = Depot.of(1);
    var envelope = component.bounds(depot.picture(), component.initial(depot.model(), depot.now));
    var proposal =
        new io.tidegate.api.control.Allocation(
            new double[] {6_000},
            new String[] {""},
            new io.tidegate.api.control.Reason[] {Depot.ASKED},
            List.of());
    var cleared = component.clear(depot.picture(), envelope, proposal, 7).cleared();
    assertThat(cleared).hasSize(1);
    assertThat(component.redeem(cleared.get(0), depot.now)).isTrue();
    assertThat(component.redeem(cleared.get(0), depot.now)).isFalse();
  }
}
