package io.tidegate.core.arbiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.api.control.Allocation;
import io.tidegate.api.control.Reason;
import io.tidegate.api.control.ReasonCode;
import io.tidegate.api.control.Target;
import io.tidegate.api.site.PriorityClass;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Minimum currents and shares, ramps and dwell times (S5.9). */
class PacingTest {
  private static final double HOUR = 3600;

  private static Allocation allocate(Depot depot, Target... targets) {
    return new FairArbiter().allocate(depot.picture(), depot.bounds(), List.of(targets));
  }

  private static double sum(Allocation allocation, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += allocation.powerW(i);
    }
    return sum;
  }

  private static Depot fleet(double gridW, int cars) {
    Depot depot = new Depot(gridW);
    for (int i = 0; i < cars; i++) {
      depot.car(0).dischargesTo(10_000);
    }
    return depot;
  }

  @Test
  void givesNobodyLessThanTheMinimumCurrent() {
    Depot depot = fleet(10_000, 4);
    depot.cars.forEach(car -> car.minChargeW = 4140);
    Allocation result = allocate(depot);
    int on = 0;
    for (int i = 0; i < 4; i++) {
      assertThat(result.powerW(i) == 0 || result.powerW(i) >= 4140).isTrue();
      on += result.powerW(i) > 0 ? 1 : 0;
    }
    assertThat(on).isEqualTo(2);
    assertThat(sum(result, 0, 4)).isCloseTo(10_000, within(0.01));
  }

  @Test
  void keepsTheShareThatIsPromisedToEachVehicle() {
    Depot depot = fleet(12_000, 3);
    depot.cars.get(0).socPct = 79;
    depot.cars.get(0).minShareW = 3800;
    depot.cars.get(1).socPct = 1;
    depot.cars.get(2).maxShareW = 2000;
    Allocation result = allocate(depot);
    assertThat(result.powerW(0)).isGreaterThanOrEqualTo(3800);
    assertThat(result.powerW(2)).isEqualTo(2000);
    assertThat(result.reason(2)).isEqualTo(new Reason(ReasonCode.MAX_SHARE, "", 2000));
    assertThat(sum(result, 0, 3)).isCloseTo(12_000, within(0.01));
  }

  @Test
  void limitsRisesByTheRampButNoDecrease() {
    Depot depot = fleet(100_000, 2);
    for (Depot.Car car : depot.cars) {
      car.rampWPerS = 500;
      car.lastSentAgoS = 1;
    }
    depot.cars.get(0).lastSentW = 2000;
    depot.cars.get(1).lastSentW = 9000;
    Allocation up = allocate(depot);
    assertThat(up.powerW(0)).isEqualTo(2500);
    assertThat(up.reason(0).code()).isEqualTo(ReasonCode.RAMP);
    Allocation down = allocate(depot, Depot.vehicles("down", PriorityClass.CONTRACT, "", 3000));
    assertThat(down.powerW(1)).isLessThanOrEqualTo(3000);
  }

  @Test
  void startsAtTheMinimumAtOnceHoweverFlatTheRamp() {
    Depot depot = fleet(100_000, 1);
    Depot.Car car = depot.cars.get(0);
    car.rampWPerS = 100;
    car.minChargeW = 4140;
    car.lastSentW = 0;
    assertThat(allocate(depot).powerW(0)).isEqualTo(4140);
  }

  @Test
  void waitsBeforeItStartsAgainForEconomicReasonsOnly() {
    Depot depot = fleet(100_000, 1);
    Depot.Car car = depot.cars.get(0);
    car.dwellS = 60;
    car.lastSentW = 0;
    car.stoppedAgoS = 20;
    Allocation result = allocate(depot);
    assertThat(result.powerW(0)).isZero();
    assertThat(result.reason(0).code()).isEqualTo(ReasonCode.DWELL);
    assertThat(
            allocate(depot, Depot.vehicles("cmd", PriorityClass.GRID_EMERGENCY, "", -4000))
                .powerW(0))
        .isEqualTo(-4000);
    car.stoppedAgoS = 61;
    assertThat(allocate(depot).powerW(0)).isEqualTo(11_000);
  }

  @Test
  void stopsNobodyWhoHasJustBegunForEconomicReasons() {
    Depot depot = fleet(100_000, 2);
    Depot.Car car = depot.cars.get(0);
    car.dwellS = 60;
    car.minChargeW = 4140;
    car.lastSentW = 6000;
    car.startedAgoS = 10;
    car.stoppedAgoS = 100;
    Target cheap = Depot.vehicles("cheap", PriorityClass.ECONOMY, "", 0);
    Allocation held = allocate(depot, cheap);
    assertThat(held.powerW(0)).isEqualTo(4140);
    assertThat(held.reason(0).subject()).as("what keeps it from more").isEqualTo("cheap");
    Target need = Depot.vehicles("need", PriorityClass.GRID_EMERGENCY, "", 0);
    assertThat(allocate(depot, need).powerW(0)).isZero();
  }
}
