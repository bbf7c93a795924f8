package io.tidegate.core.safety;

import static io.tidegate.core.safety.Depot.codes;
import static io.tidegate.core.safety.Depot.setpoints;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.api.control.ReasonCode;
import io.tidegate.api.control.SafetyEnvelope.Verdict;
import io.tidegate.api.control.Setpoint;
import io.tidegate.api.site.Phases;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** A safe share counts as a fallback only where the station has assured it (X6, S2.8). */
class AssuranceTest {
  private static final Offset<Double> W = within(0.01);

  /** Two EVSEs of 11 kW behind a transformer; the first has assured nothing. */
  private static Depot depot(double ratingW) {
    Depot depot = new Depot();
    int t1 = depot.node("T1", 0, ratingW);
    depot.evse(t1, Phases.L123);
    depot.evse(t1, Phases.L123);
    depot.vehicle(0).assured = false;
    return depot.open();
  }

  @Test
  void withoutASetpointAnUnassuredEvseCountsAtItsHighestPower() {
    Depot depot = depot(15_000);
    depot.vehicle(0).book.forget();
    Verdict v = depot.decide(0, 11_000);
    assertThat(v.powerW()[1]).as("15 kW less 11 kW that may flow").isCloseTo(4_000, W);
    depot.vehicle(0).assured = true;
    assertThat(depot.decide(0, 11_000).powerW()[1]).as("less the share").isCloseTo(11_000, W);
  }

  @Test
  void anUnassuredEvseOutOfReachCountsAtItsHighestPower() {
    Depot depot = depot(15_000);
    depot.vehicle(0).book.forget();
    depot.vehicle(0).session = false;
    depot.vehicle(0).online = false;
    assertThat(depot.decide(0, 11_000).powerW()[1]).isCloseTo(4_000, W);
    depot.vehicle(0).online = true;
    assertThat(depot.decide(0, 11_000).powerW()[1]).as("seen to be empty").isCloseTo(11_000, W);
  }

  @Test
  void aLevelAboveTheShareThatMayExpireLeavesNoRoom() {
    Depot depot = depot(15_000);
    depot.vehicle(0).told(3_000, depot.now.minusSeconds(28));
    assertThat(depot.decide(3_000, 11_000).powerW()[1])
        .as("its answer may not come before it is back at 11 kW")
        .isCloseTo(4_000, W);
  }

  @Test
  void aDischargeKeepsRoomForAllThatItsExpiryCouldBringBack() {
    Depot depot = depot(15_000);
    depot.carryOut(0, 11_000);
    Verdict v = depot.decide(-5_000, 11_000);
    assertThat(v.powerW()[0]).as("11 kW beside 11 kW would not fit in 15 kW").isZero();
    depot.vehicle(0).assured = true;
    assertThat(depot.decide(-5_000, 11_000).powerW()[0]).isCloseTo(-5_000, W);
  }

  @Test
  void aLevelBelowTheUnknownFallbackLivesLongerThanThoseWhoUseItsRoom() {
    Depot depot = depot(15_000);
    Setpoint s = setpoints(depot.decide(5_000, 0)).get(0);
    assertThat(Ages.seconds(s.issued(), s.expires())).isEqualTo(Timing.PAUSE_EXPIRY_S);
    depot.vehicle(0).assured = true;
    Setpoint t = setpoints(depot.later(11).decide(5_000, 0)).get(0);
    assertThat(Ages.seconds(t.issued(), t.expires())).isEqualTo(Timing.EXPIRY_S);
  }

  @Test
  void aSiteThatNeverReportedBeginsWithDecreasesAndIsNotStuck() {
    Depot depot = depot(15_000);
    depot.vehicle(1).assured = false;
    depot.vehicles.forEach(v -> v.book.forget());
    Verdict v = depot.decide(11_000, 11_000);
    assertThat(v.powerW())
        .as("each beside 11 kW of the other, which may take nothing yet and may be at its most")
        .containsExactly(new double[] {4_000, 4_000}, W);
    assertThat(codes(v.reasons().get(0))).contains(ReasonCode.FALLBACK_UNKNOWN);
    depot.acceptAll(v);
    for (int k = 0; k < 15; k++) {
      depot.vehicle(0).powerW = 2_000;
      depot.vehicle(1).powerW = 7_500;
      depot.fresh(1);
      depot.building(10_000);
      depot.carryOut(2_000, 11_000);
    }
    assertThat(depot.decide(2_000, 11_000).powerW())
        .containsExactly(new double[] {2_000, 11_000}, W);
  }
}
