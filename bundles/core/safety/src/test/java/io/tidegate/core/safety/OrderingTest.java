package io.tidegate.core.safety;

import static io.tidegate.core.safety.Depot.codes;
import static io.tidegate.core.safety.Depot.setpoints;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.api.control.ReasonCode;
import io.tidegate.api.control.SafetyEnvelope.Verdict;
import io.tidegate.api.control.Setpoint;
import io.tidegate.api.control.TargetKind;
import io.tidegate.api.site.Phases;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What may be sent when: falls at once, rises into confirmed room (X6, S5.1). */
class OrderingTest {
  private static final Offset<Double> W = within(0.01);

  /** Three EVSEs behind a transformer of 15 kW. */
  private static Depot small() {
    Depot depot = new Depot();
    int t1 = depot.node("T1", 0, 15_000);
    for (int i = 0; i < 3; i++) {
      depot.evse(t1, Phases.L123);
    }
    return depot.open();
  }

  private static void drawing(Depot depot, double... powerW) {
    for (int i = 0; i < powerW.length; i++) {
      depot.vehicle(i).told(powerW[i], depot.now);
      depot.vehicle(i).powerW = powerW[i];
    }
    depot.building(10_000);
    depot.bounds();
    depot.fresh(4);
  }

  @Test
  void whatFitsPassesUncutWithItsReason() {
    Verdict v = small().decide(6_000, 5_000, 0);
    assertThat(v.powerW()).containsExactly(6_000, 5_000, 0);
    assertThat(v.reasons().get(0)).containsExactly(Depot.ASKED);
  }

  @Test
  void aRiseWaitsUntilTheFallThatMakesRoomIsConfirmed() {
    Depot depot = small();
    drawing(depot, 11_000, 4_000, 0);
    Verdict v = depot.decide(4_000, 11_000, 0);
    assertThat(v.powerW()).containsExactly(new double[] {4_000, 4_000, 0}, W);
    assertThat(codes(v.reasons().get(1))).contains(ReasonCode.AWAITING_DECREASE);
    assertThat(setpoints(v)).extracting(depot::index).containsExactly(0);

    // still unanswered: still waiting, and the fall is not repeated
    assertThat(depot.later(0.5).decide(4_000, 11_000, 0).cleared()).isEmpty();

    depot.vehicle(0).book.accepted(setpoints(v).get(0).id());
    Verdict unmeasured = depot.decide(4_000, 11_000, 0);
    assertThat(unmeasured.powerW()[1]).as("the power still flows").isCloseTo(4_000, W);

    depot.vehicle(0).powerW = 4_000;
    depot.fresh(1);
    depot.building(10_000);
    assertThat(depot.decide(4_000, 11_000, 0).powerW())
        .containsExactly(new double[] {4_000, 11_000, 0}, W);
  }

  /** Decides every second; only the EVSEs from {@code first} on answer. */
  private static Verdict answering(Depot depot, int first, int seconds, double... powerW) {
    Verdict v = null;
    for (int k = 0; k < seconds; k++) {
      depot.fresh(1);
      depot.building(10_000);
      v = depot.decide(powerW);
      for (Setpoint s : setpoints(v)) {
        if (depot.index(s) >= first) {
          depot.vehicle(depot.index(s)).book.accepted(s.id());
          depot.vehicle(depot.index(s)).powerW = s.powerW();
        }
      }
    }
    return v;
  }

  @Test
  void anUnansweredRiseKeepsItsRoomUntilItExpires() {
    Depot depot = small();
    depot.decide(11_000, 0, 0);
    // the rise may be in force, every later fall may be lost
    assertThat(answering(depot, 1, 30, 0, 11_000, 0).powerW()[1]).isCloseTo(4_000, W);
    assertThat(answering(depot, 1, 15, 0, 11_000, 0).powerW()[1])
        .as("expired: but it may be at its safe share now")
        .isCloseTo(11_000, W);
    double[] p = answering(depot, 1, 15, 0, 11_000, 11_000).powerW();
    assertThat(p[1] + p[2]).as("which it keeps").isCloseTo(13_000, within(50.0));
  }

  @Test
  void aLostStationKeepsItsLevelUntilItsExpiryThenItsSafeShare() {
    Depot depot = small();
    drawing(depot, 11_000, 0, 0);
    depot.vehicle(0).told(11_000, depot.now.minusSeconds(10));
    depot.vehicle(1).told(0, depot.now);
    depot.vehicle(2).told(0, depot.now);
    depot.vehicle(0).online = false;
    assertThat(depot.decide(0, 11_000, 0).powerW())
        .containsExactly(new double[] {11_000, 4_000, 0}, W);
    depot.vehicle(0).powerW = 2_000;
    Verdict v = answering(depot, 1, 40, 0, 7_000, 7_000);
    assertThat(v.powerW()[1] + v.powerW()[2]).as("above its share").isCloseTo(13_000, within(50.0));
  }

  @Test
  void aVehicleWithoutASetpointCountsAtItsSafeShare() {
    Depot depot = small();
    depot.vehicle(0).book.forget();
    Verdict v = depot.decide(0, 11_000, 3_000);
    assertThat(v.powerW()[1] + v.powerW()[2]).isCloseTo(13_000, W);
  }

  @Test
  void aPauseOutlastsEverythingThatUsesItsRoom() {
    Depot depot = small();
    Verdict pause = depot.carryOut(0, 0, 0);
    depot.fresh(10);
    Verdict v = depot.carryOut(0, 11_000, 4_000);
    Setpoint used = setpoints(v).stream().filter(s -> depot.index(s) == 1).findFirst().get();
    Setpoint renewed = setpoints(v).stream().filter(s -> depot.index(s) == 0).findFirst().get();
    assertThat(pause).isNotNull();
    assertThat(renewed.expires()).isAfter(used.expires().plusSeconds(10));
    assertThat(used.expires()).isEqualTo(depot.now.plusSeconds(30));
  }

  @Test
  void aPauseThatIsNotRenewedGivesNoRoomAwayLongBeforeItExpires() {
    Depot depot = small();
    double mostBeforeItEnds = 0;
    for (int k = 0; k < 60; k++) {
      Verdict v = answering(depot, 1, 1, 0, 11_000, 4_000);
      if (k >= 28) {
        // what is issued from now on may outlast the pause
        mostBeforeItEnds = Math.max(mostBeforeItEnds, v.powerW()[1] + v.powerW()[2]);
      }
    }
    assertThat(mostBeforeItEnds).isCloseTo(13_000, W);
  }

  @Test
  void anEvseThatDoesNotAnswerNeverRisesAndTheOthersMakeRoomForIt() {
    Depot depot = small();
    drawing(depot, 6_000, 4_000, 4_000);
    depot.vehicle(0).told(6_000, depot.now);
    Verdict v = answering(depot, 1, 20, 1_500, 9_000, 4_500);
    assertThat(v.powerW()[0]).as("told to fall").isEqualTo(1_500);
    assertThat(v.powerW()[1] + v.powerW()[2]).as("but it may not").isCloseTo(9_000, within(50.0));
    assertThat(depot.decide(11_000, 5_000, 4_000).powerW()[0]).isLessThanOrEqualTo(6_000);
  }

  @Test
  void aPauseTurnsIntoADischargeOnlyWhenItsFallbackHasRoom() {
    Depot depot = small();
    drawing(depot, 0, 11_000, 4_000);
    Verdict v = depot.decide(-10_000, 11_000, 4_000);
    assertThat(v.powerW()[0]).isZero();
    assertThat(codes(v.reasons().get(0))).startsWith(ReasonCode.AWAITING_DECREASE);
    assertThat(v.powerW()[1] + v.powerW()[2]).as("others make room").isLessThan(13_600);
    depot.acceptAll(v);
    depot.vehicle(1).powerW = v.powerW()[1];
    depot.vehicle(2).powerW = v.powerW()[2];
    depot.fresh(1);
    assertThat(depot.decide(-10_000, 11_000, 4_000).powerW()[0]).isEqualTo(-10_000);
  }

  @Test
  void aCommandedLimitBelowTheSafeSharesKeepsNobodyFromDischarging() {
    Depot depot = Depot.of(6);
    // peak shaving: 3 kW are left for one that must charge, five deliver
    depot.command("peak", TargetKind.IMPORT_LIMIT, "", 13_000);
    double[] asked = {3_000, -5_000, -5_000, -5_000, -5_000, -5_000};
    assertThat(depot.decide(asked).powerW()).containsExactly(asked, W);
    assertThat(answering(depot, 0, 30, asked).powerW()).containsExactly(asked, W);
  }

  @Test
  void whereNoFallbackCanHaveRoomTheDischargeDoesNotWait() {
    Depot depot = Depot.of(1);
    depot.building(120_000);
    assertThat(depot.decide(-10_000).powerW()).containsExactly(-10_000);
  }

  @Test
  void aDischargingVehicleMakesNoRoomForChargingOnes() {
    Depot depot = small();
    drawing(depot, -10_000, 0, 0);
    Verdict v = depot.decide(-10_000, 11_000, 11_000);
    assertThat(v.powerW()[1] + v.powerW()[2]).isLessThanOrEqualTo(15_000 - 2_000 + 0.01);
    assertThat(v.powerW()[0]).isEqualTo(-10_000);
  }

  @Test
  void aChangeOfDirectionCountsOnBothSidesUntilItIsConfirmed() {
    Depot depot = small();
    drawing(depot, 11_000, 0, 0);
    Verdict v = depot.decide(-10_000, 11_000, 0);
    assertThat(v.powerW()).containsExactly(new double[] {-10_000, 4_000, 0}, W);
    assertThat(setpoints(v).get(0).powerW()).as("a rise, though of the other kind").isNotNaN();
    Verdict other = depot.decide(0, -8_000, 0);
    assertThat(other.powerW()[1]).as("15 kW less 10 that may flow out").isCloseTo(-5_000, W);
  }

  @Test
  void fallsComeFirstAndIdsRise() {
    Depot depot = small();
    drawing(depot, 0, 5_000, 0);
    List<Setpoint> sent = setpoints(depot.decide(3_000, 2_000, 4_000));
    assertThat(sent).extracting(depot::index).containsExactly(1, 0, 2);
    assertThat(sent).extracting(Setpoint::id).containsExactly(100L, 101L, 102L);
  }

  @Test
  void moreThanANodeBearsIsCutInProportion() {
    Verdict v = small().decide(10_000, 10_000, 10_000);
    assertThat(v.powerW()).containsExactly(new double[] {5_000, 5_000, 5_000}, W);
    assertThat(codes(v.reasons().get(0))).startsWith(ReasonCode.NODE_RATING);
  }

  @Test
  void nestedNodesAreAllHeld() {
    Depot depot = new Depot();
    depot.importCapW = 30_000;
    int t1 = depot.node("T1", 0, 15_000);
    int f1 = depot.node("F1", t1, 6_000);
    depot.evse(f1, Phases.L123);
    depot.evse(t1, Phases.L123);
    depot.evse(0, Phases.L123);
    double[] p = depot.open().decide(11_000, 11_000, 11_000).powerW();
    assertThat(p[0]).isLessThanOrEqualTo(6_000);
    assertThat(p[0] + p[1]).isLessThanOrEqualTo(15_000 + 0.01);
    assertThat(p[0] + p[1] + p[2]).isLessThanOrEqualTo(20_000 + 0.01);
    assertThat(p[0] + p[1] + p[2]).as("and used").isGreaterThan(19_900);
  }

  @Test
  void aCapThatFallsCutsAtOnceAndRegardlessOfTheDeadband() {
    Depot depot = new Depot();
    depot.deadbandW = 500;
    depot.evse(0, Phases.L123);
    depot.evse(0, Phases.L123);
    depot.open();
    drawing(depot, 10_000, 10_000);
    depot.building(80_200);
    Verdict v = depot.decide(10_000, 10_000);
    assertThat(setpoints(v)).extracting(Setpoint::powerW).containsExactly(9_900.0, 9_900.0);
    assertThat(codes(v.reasons().get(0))).startsWith(ReasonCode.GRID_IMPORT_CAP);
  }

  @Test
  void aLoadAboveDesignMayTakeEvenTheSafeShares() {
    Depot depot = Depot.of(2);
    drawing(depot, 2_000, 2_000);
    depot.building(100_500);
    assertThat(depot.decide(2_000, 2_000).powerW()).containsExactly(0, 0);
  }

  @Test
  void whatACutLeavesBelowTheMinimumCurrentIsNothing() {
    Depot depot = Depot.of(3);
    depot.building(96_500);
    assertThat(depot.decide(4_000, 4_000, 4_000).powerW()).containsExactly(0, 0, 0);
  }

  @Test
  void scarceRoomThatProportionsCannotUseGoesToTheFirstThatCanUseIt() {
    Depot depot = small();
    drawing(depot, 11_000, 0, 0);
    depot.bounds();
    // 3 kW of room now, 4.5 kW each wanted when the fall is confirmed: 1.5 kW each at first
    Verdict v = depot.decide(5_000, 5_000, 5_000);
    assertThat(v.powerW()[1]).isCloseTo(2_000, W);
    assertThat(v.powerW()[2]).isCloseTo(2_000, W);
    drawing(depot, 13_000 - 2_200, 0, 0);
    depot.vehicle(0).powerW = 12_800;
    Verdict scarce = depot.decide(5_000, 5_000, 5_000);
    assertThat(scarce.powerW()[1]).isCloseTo(2_200, W);
    assertThat(scarce.powerW()[2]).isZero();
  }

  @Test
  void phasesAreHeldOneByOne() {
    Depot depot = new Depot();
    depot.importCapPhaseW = 10_000;
    depot.evse(0, Phases.L1);
    depot.evse(0, Phases.L2);
    depot.evse(0, Phases.L123);
    double base = 10_000.0 / 3;
    double[] p = depot.open().decide(7_000, 2_000, 9_000).powerW();
    assertThat(p[0] + p[2] / 3 + base).isLessThanOrEqualTo(10_000 + 0.01);
    assertThat(p[1]).isEqualTo(2_000);
  }

  @Test
  void singlePhaseVehiclesMayNotPullThePhasesApart() {
    Depot depot = new Depot();
    depot.maxImbalanceW = 5_000;
    depot.evse(0, Phases.L1);
    depot.evse(0, Phases.L2);
    depot.evse(0, Phases.L3);
    depot.evse(0, Phases.L123);
    depot.open();
    Verdict v = depot.decide(7_000, 7_000, 7_000, 11_000);
    assertThat(v.powerW()).containsExactly(new double[] {5_000, 5_000, 5_000, 11_000}, W);
    assertThat(codes(v.reasons().get(0))).startsWith(ReasonCode.PHASE_IMBALANCE);
    // any of them may stop: what the others draw makes no room
    drawing(depot, 5_000, 5_000, 5_000, 11_000);
    assertThat(depot.decide(7_000, 7_000, 7_000, 11_000).powerW())
        .containsExactly(new double[] {5_000, 5_000, 5_000, 11_000}, W);
  }

  @Test
  void chargingOnOnePhaseAndDischargingOnAnotherAddUpToTheDifference() {
    Depot depot = new Depot();
    depot.maxImbalanceW = 5_000;
    depot.evse(0, Phases.L1);
    depot.evse(0, Phases.L2);
    double[] p = depot.open().decide(3_000, -4_000).powerW();
    assertThat(p[0] - p[1]).isLessThanOrEqualTo(5_000 + 0.01);
  }

  @Test
  void aDischargeOnAPhaseKeepsTheRoomThatItsExpiryTakesThere() {
    Depot depot = new Depot();
    depot.maxImbalanceW = 5_000;
    depot.evse(0, Phases.L1);
    depot.evse(0, Phases.L1);
    depot.open();
    drawing(depot, 0, 5_000);
    double[] p = depot.decide(-4_000, 5_000).powerW();
    assertThat(p[1]).as("beside a share of 2 kW on the same phase").isLessThanOrEqualTo(3_000.01);
  }

  @Test
  void dischargingIsHeldByTheExportCap() {
    Depot depot = new Depot();
    depot.exportCapW = 0;
    depot.evse(0, Phases.L123);
    depot.evse(0, Phases.L123);
    depot.open();
    Verdict v = depot.decide(-10_000, -10_000);
    assertThat(v.powerW()).containsExactly(new double[] {-5_000, -5_000}, W);
    assertThat(codes(v.reasons().get(0))).startsWith(ReasonCode.GRID_EXPORT_CAP);
  }
}
