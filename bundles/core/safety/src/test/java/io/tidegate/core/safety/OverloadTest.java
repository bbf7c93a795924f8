package io.tidegate.core.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.Bounds;
import org.junit.jupiter.api.Test;

/** A sensed overload is believed, however restless somebody keeps the EVSEs (S5.1). */
class OverloadTest {

  private static Bounds toggle(Depot depot, int second, double buildingW) {
    depot.later(1);
    for (int i = 0; i < 10; i++) {
      double power = (i + second / 2) % 2 == 0 ? 8_000 : 0;
      depot.vehicle(i).told(power, depot.now);
      depot.vehicle(i).powerW = power;
      depot.vehicle(i).report(depot.now);
    }
    depot.building(buildingW);
    return depot.bounds();
  }

  @Test
  void aBuildingThatRisesWhileEveryEvseIsOnTheMoveIsSeenWithinSeconds() {
    Depot depot = Depot.of(10);
    Bounds bounds = null;
    for (int second = 0; second < 10; second++) {
      bounds = toggle(depot, second, 10_000);
    }
    assertThat(bounds.chargeCapW(0)).isGreaterThan(80_000);
    for (int second = 10; second < 18; second++) {
      bounds = toggle(depot, second, 70_000);
    }
    assertThat(bounds.chargeCapW(0)).isLessThanOrEqualTo(30_001);
  }

  @Test
  void aShortExcessOfEvsesOnTheirWayDownIsNotTakenForTheBuilding() {
    Depot depot = Depot.of(10);
    Bounds bounds = null;
    for (int second = 0; second < 10; second++) {
      bounds = toggle(depot, second, 55_000);
    }
    double before = bounds.chargeCapW(0);
    depot.later(1);
    depot.building(62_000);
    assertThat(depot.bounds().chargeCapW(0)).isGreaterThanOrEqualTo(before - 7_001);
  }
}
