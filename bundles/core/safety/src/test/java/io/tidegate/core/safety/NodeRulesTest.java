package io.tidegate.core.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.api.control.Bounds;
import io.tidegate.api.control.MeterState;
import io.tidegate.api.control.Reason;
import io.tidegate.api.control.ReasonCode;
import io.tidegate.api.control.SiteInput.MeterReading;
import io.tidegate.api.control.SitePicture.TemperatureState;
import io.tidegate.api.control.Target;
import io.tidegate.api.control.TargetKind;
import io.tidegate.api.site.Phases;
import io.tidegate.api.site.PriorityClass;
import io.tidegate.api.site.TransformerThermal;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Capacities of nodes and phases, rule by rule (S2.3, S5.1, S5.8). */
class NodeRulesTest {
  private static final Offset<Double> W = within(1e-6);

  /** Reaches its steady state within seconds. */
  private static final TransformerThermal THERMAL =
      new TransformerThermal(40, 20, 5, 0.8, 1.6, 2, 1, 1, 1, 2, 25, 110, 120);

  /** With the thermal inertia of a real one. */
  private static final TransformerThermal SLOW =
      new TransformerThermal(40, 20, 5, 0.8, 1.6, 10_800, 240, 1, 1, 2, 25, 110, 120);

  private static Depot behindTransformer(Optional<TransformerThermal> thermal, String sensor) {
    Depot depot = new Depot();
    int t1 = depot.node("T1", -1 + 1, 30_000, Depot.FREE, thermal, sensor);
    depot.evse(t1, Phases.L123);
    depot.evse(t1, Phases.L123);
    return depot.open();
  }

  @Test
  void chargingMayUseWhatTheBuildingLeavesOfTheImportCap() {
    Bounds b = Depot.of(2).bounds();
    assertThat(b.chargeCapW(0)).isCloseTo(90_000, W);
    assertThat(b.chargeReason(0).code()).isEqualTo(ReasonCode.GRID_IMPORT_CAP);
  }

  @Test
  void dischargingMayFeedTheBuildingBesidesTheExportCap() {
    Bounds b = Depot.of(2).bounds();
    assertThat(b.dischargeCapW(0)).isCloseTo(60_000, W);
    assertThat(b.dischargeReason(0).code()).isEqualTo(ReasonCode.GRID_EXPORT_CAP);
  }

  @Test
  void generationOnSiteMakesNoRoomForCharging() {
    Depot depot = Depot.of(1);
    depot.building(-30_000);
    Bounds b = depot.bounds();
    assertThat(b.chargeCapW(0)).isCloseTo(100_000, W);
    assertThat(b.dischargeCapW(0)).as("but takes room of the export cap").isCloseTo(20_000, W);
  }

  @Test
  void dischargeCapacityIsNeverNegative() {
    Depot depot = Depot.of(1);
    depot.building(-80_000);
    assertThat(depot.bounds().dischargeCapW(0)).isZero();
  }

  @Test
  void theVehiclesOwnPowerIsNoBaseLoad() {
    Depot depot = Depot.of(2);
    depot.vehicle(0).told(8_000, depot.now);
    depot.vehicle(1).told(-5_000, depot.now);
    depot.bounds();
    depot.fresh(5);
    depot.vehicle(0).powerW = 8_000;
    depot.vehicle(1).powerW = -5_000;
    depot.building(10_000);
    assertThat(depot.bounds().chargeCapW(0)).isCloseTo(90_000, W);
  }

  @Test
  void anUnmeteredNodeCountsItsDesignLoadTowardsChargingAndNothingTowardsDischarging() {
    Depot depot = new Depot();
    depot.metered = false;
    depot.evse(0, Phases.L123);
    Bounds b = depot.open().bounds();
    assertThat(b.chargeCapW(0)).isCloseTo(80_000, W);
    assertThat(b.dischargeCapW(0)).isCloseTo(50_000, W);
  }

  @Test
  void aSilentMeterLeavesTheSafeSharesAndNoDischarge() {
    Depot depot = Depot.of(3).later(3.5);
    depot.vehicles.forEach(v -> v.report(depot.now));
    Bounds b = depot.bounds();
    assertThat(b.chargeCapW(0)).isEqualTo(6_000);
    assertThat(b.dischargeCapW(0)).isZero();
    assertThat(b.chargeReason(0))
        .isEqualTo(new Reason(ReasonCode.STALE_MEASUREMENT, "grid", 6_000));
    assertThat(b.dischargeReason(0).code()).isEqualTo(ReasonCode.STALE_MEASUREMENT);
  }

  @Test
  void aTransformersRatingLimitsBothDirections() {
    Bounds b = behindTransformer(Optional.empty(), "").bounds();
    assertThat(b.chargeCapW(1)).isCloseTo(30_000, W);
    assertThat(b.dischargeCapW(1)).isCloseTo(30_000, W);
    assertThat(b.chargeReason(1)).isEqualTo(new Reason(ReasonCode.NODE_RATING, "T1", 30_000));
  }

  @Test
  void aRiseThatTheMeterSawBeforeTheTelemetryIsNotTakenForTheBuilding() {
    Depot depot = Depot.of(1);
    depot.bounds();
    depot.fresh(1);
    depot.vehicle(0).told(11_000, depot.now);
    depot.bounds();
    depot.later(0.5);
    depot.meter("grid", 21_000, 230, 50);
    assertThat(depot.bounds().chargeCapW(0)).isCloseTo(90_000, within(1.0));
  }

  @Test
  void aFallThatTheTelemetryHasNotSeenYetIsNotTakenForTheBuilding() {
    Depot depot = Depot.of(1);
    depot.vehicle(0).told(11_000, depot.now);
    depot.bounds();
    depot.fresh(5);
    depot.vehicle(0).powerW = 11_000;
    depot.building(10_000);
    depot.bounds();
    depot.fresh(1);
    depot.vehicle(0).told(0, depot.now);
    depot.bounds();
    depot.later(0.5);
    depot.meter("grid", 10_000, 230, 50);
    assertThat(depot.bounds().chargeCapW(0)).isCloseTo(90_000, within(1.0));
  }

  @Test
  void aBuildingThatRisesByMoreThanTheMovesExplainIsBelievedAtOnce() {
    Depot depot = Depot.of(1);
    depot.bounds();
    depot.fresh(1);
    depot.vehicle(0).told(11_000, depot.now);
    depot.bounds();
    depot.later(0.5);
    depot.meter("grid", 61_000, 230, 50);
    assertThat(depot.bounds().chargeCapW(0)).isCloseTo(50_000, within(1.0));
  }

  @Test
  void aVehicleThatDoesNotTakeWhatItIsGivenHidesNoBuildingLoad() {
    Depot depot = Depot.of(1);
    depot.vehicle(0).told(11_000, depot.now);
    depot.bounds();
    for (int s = 0; s < 40; s++) {
      depot.fresh(1);
      depot.vehicle(0).book.issued(renewal(depot, 11_000));
      depot.vehicle(0).book.accepted(1_000 + s);
      depot.building(10_000 + 1_000 * s);
      depot.bounds();
    }
    depot.fresh(1);
    assertThat(depot.bounds().chargeCapW(0)).isCloseTo(51_000, within(1.0));
  }

  private static io.tidegate.api.control.Setpoint renewal(Depot depot, double powerW) {
    long id = 1_000 + (long) Ages.seconds(Depot.START.plusSeconds(1), depot.now);
    return new io.tidegate.api.control.Setpoint(
        id,
        depot.specs.get(0).id(),
        java.util.Optional.empty(),
        powerW,
        depot.now,
        depot.now.plusSeconds(30),
        java.util.List.of(Depot.ASKED));
  }

  @Test
  void anEvseThatFallsSilentIsCreditedOnTheSafeSideOfBothDirections() {
    Depot depot = Depot.of(1);
    depot.vehicle(0).told(11_000, depot.now);
    depot.fresh(5);
    depot.vehicle(0).powerW = 11_000;
    depot.building(10_000);
    depot.bounds();
    depot.later(31);
    depot.vehicle(0).told(11_000, depot.now);
    depot.meter("grid", 21_000, 230, 50);
    Bounds b = depot.bounds();
    assertThat(b.chargeCapW(0)).as("may all be building").isCloseTo(79_000, W);
    assertThat(b.dischargeCapW(0)).as("may all be the vehicle").isCloseTo(60_000, W);
  }

  @Test
  void aCommandedImportLimitIncludesTheBuilding() {
    Depot depot = Depot.of(2);
    depot.command("cut-1", TargetKind.IMPORT_LIMIT, "", 25_000);
    Bounds b = depot.bounds();
    assertThat(b.chargeCapW(0)).isCloseTo(15_000, W);
    assertThat(b.chargeReason(0).code()).isEqualTo(ReasonCode.COMMAND_LIMIT);
    assertThat(b.chargeReason(0).subject()).isEqualTo("cut-1");
  }

  @Test
  void aLimitOutlivesTheLinkAndEndsWithItsWindow() {
    Depot depot = Depot.of(1);
    depot.command("cut-1", TargetKind.EXPORT_LIMIT, "", 1_000);
    depot.keepAlives.clear();
    assertThat(depot.bounds().dischargeCapW(0)).isCloseTo(11_000, W);
    depot.fresh(600);
    assertThat(depot.bounds().dischargeCapW(0)).isCloseTo(60_000, W);
  }

  @Test
  void aLimitThatIsNoNumberAllowsNothing() {
    Depot depot = Depot.of(1);
    depot.command("cut-1", TargetKind.IMPORT_LIMIT, "grid", Depot.NONE);
    assertThat(depot.bounds().chargeCapW(0)).isZero();
  }

  @Test
  void aPolicysLimitCountsWhileItLivesAndItsPolicyIsMandated() {
    Depot depot = Depot.of(1);
    depot.targets.add(limit("other", 5_000));
    assertThat(depot.bounds().chargeCapW(0)).isCloseTo(90_000, W);
    depot.targets.add(limit(Depot.LOCAL, 40_000));
    assertThat(depot.bounds().chargeCapW(0)).isCloseTo(30_000, W);
    depot.fresh(10);
    assertThat(depot.bounds().chargeCapW(0)).isCloseTo(90_000, W);
  }

  private static Target limit(String mandate, double powerW) {
    return new Target(
        "peak",
        mandate,
        PriorityClass.CONTRACT,
        TargetKind.IMPORT_LIMIT,
        "",
        Optional.empty(),
        powerW,
        Depot.START.plusSeconds(10));
  }

  @Test
  void phasesHaveTheirOwnCapsAndTheMetersPhasesCount() {
    Depot depot = new Depot();
    depot.importCapPhaseW = 20_000;
    depot.exportCapPhaseW = 7_000;
    depot.evse(0, Phases.L1);
    depot.open();
    depot.meters.put(
        "grid",
        new MeterState(
            "grid",
            depot.now,
            new MeterReading("grid", 9_000, 6_000, 2_000, Depot.NONE, 0, 230, 50)));
    Bounds b = depot.bounds();
    assertThat(b.phaseChargeCapW(0, 0)).isCloseTo(14_000, W);
    assertThat(b.phaseChargeCapW(0, 1)).isCloseTo(18_000, W);
    assertThat(b.phaseChargeCapW(0, 2)).as("a third of the total").isCloseTo(17_000, W);
    assertThat(b.phaseDischargeCapW(0, 0)).isCloseTo(13_000, W);
  }

  @Test
  void aHotSpotInTheThrottleBandShrinksTheHeadroomAboveTheSafeShares() {
    Depot depot = behindTransformer(Optional.of(THERMAL), "T1-oil");
    // no load: no winding rise over the oil
    depot.temperatures.put("T1-oil", new TemperatureState(115, depot.now));
    Bounds b = depot.bounds();
    assertThat(b.chargeCapW(1)).isCloseTo(4_000 + 0.5 * 26_000, within(1.0));
    assertThat(b.dischargeCapW(1)).isCloseTo(15_000, within(1.0));
    assertThat(b.chargeReason(1).code()).isEqualTo(ReasonCode.HOT_SPOT);
    depot.temperatures.put("T1-oil", new TemperatureState(140, depot.now));
    assertThat(depot.bounds().chargeCapW(1)).isEqualTo(4_000);
    depot.temperatures.put("T1-oil", new TemperatureState(60, depot.now));
    assertThat(depot.bounds().chargeCapW(1)).isCloseTo(30_000, W);
  }

  @Test
  void aTemperatureSensorThatFallsSilentLeavesTheSafeShares() {
    Depot depot = behindTransformer(Optional.of(THERMAL), "T1-oil");
    depot.temperatures.put("T1-oil", new TemperatureState(50, depot.now));
    assertThat(depot.bounds().chargeCapW(1)).isCloseTo(30_000, W);
    depot.later(31);
    depot.building(10_000);
    Bounds b = depot.bounds();
    assertThat(b.chargeCapW(1)).isEqualTo(4_000);
    assertThat(b.dischargeCapW(1)).isZero();
    assertThat(b.chargeReason(1).code()).isEqualTo(ReasonCode.STALE_MEASUREMENT);
  }

  @Test
  void theModelledHotSpotFollowsTheLoad() {
    Depot depot = behindTransformer(Optional.of(THERMAL), "");
    depot.bounds();
    double cold = depot.state.nodes().get(1).hotSpotC();
    for (int s = 0; s < 30; s++) {
      depot.vehicles.forEach(v -> v.powerW = 15_000);
      depot.fresh(1);
      depot.bounds();
    }
    // rated load for ever: ambient + oil rise + gradient
    assertThat(depot.state.nodes().get(1).hotSpotC()).isCloseTo(85, within(0.1));
    assertThat(cold).isLessThan(60);
  }

  /** Four of 11 kW behind 30 kW that have never been heard of, nor assured anything. */
  private static Depot unheardOf() {
    Depot depot = new Depot();
    int t1 = depot.node("T1", 0, 30_000, Depot.FREE, Optional.of(SLOW), "");
    for (int i = 0; i < 4; i++) {
      depot.evse(t1, Phases.L123);
      depot.vehicle(i).online = false;
      depot.vehicle(i).assured = false;
      depot.vehicle(i).powerW = Depot.NONE;
    }
    depot.now = Depot.START.minusSeconds(1);
    depot.open();
    depot.vehicles.forEach(v -> v.book.forget());
    depot.state = depot.kernel.initial(depot.model(), depot.now);
    return depot;
  }

  @Test
  void stationsThatHaveNotSpokenYetWarmATransformerToItsRatedStateAtMost() {
    Depot depot = unheardOf();
    for (int minute = 0; minute < 180; minute++) {
      depot.fresh(60);
      depot.building(10_000);
      depot.bounds();
      assertThat(depot.state.nodes().get(1).hotSpotC()).isCloseTo(85, within(1e-6));
    }
    Bounds b = depot.bounds();
    assertThat(b.chargeReason(1).code()).isEqualTo(ReasonCode.NODE_RATING);
    assertThat(b.chargeCapW(1)).isCloseTo(30_000, W);
    assertThat(b.dischargeCapW(1)).isCloseTo(30_000, W);
  }

  @Test
  void stationsThatMeasureAnOverloadWarmATransformerBeyondItsRatedState() {
    Depot depot = unheardOf();
    depot.vehicles.forEach(
        v -> {
          v.online = true;
          v.powerW = 11_000;
        });
    for (int minute = 0; minute < 180; minute++) {
      depot.fresh(60);
      depot.building(10_000);
      depot.bounds();
    }
    assertThat(depot.state.nodes().get(1).hotSpotC()).isGreaterThan(110);
    assertThat(depot.bounds().chargeReason(1).code()).isEqualTo(ReasonCode.HOT_SPOT);
  }

  @Test
  void powerBeyondAllThatWasToldIsTakenOffTheCapacity() {
    Depot depot = Depot.of(2);
    depot.vehicle(0).told(3_000, depot.now);
    depot.bounds();
    depot.fresh(10);
    depot.vehicle(0).powerW = 9_000;
    depot.building(10_000);
    depot.vehicle(0).told(3_000, depot.now);
    assertThat(depot.bounds().chargeCapW(0)).isCloseTo(84_000, W);
    depot.vehicle(0).powerW = 3_150;
    depot.building(10_000);
    assertThat(depot.bounds().chargeCapW(0)).as("within error").isCloseTo(90_000, W);
  }
}
