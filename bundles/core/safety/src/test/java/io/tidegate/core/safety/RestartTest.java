package io.tidegate.core.safety;

import static io.tidegate.core.safety.Depot.setpoints;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.SafetyEnvelope.Verdict;
import io.tidegate.api.control.SafetyState;
import io.tidegate.api.control.Setpoint;
import io.tidegate.api.site.Phases;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * After a restart an EVSE in session may be at anything. It is told a level at once, and again
 * where that has not arrived, so that certainty returns (X2, X6, S1.8).
 */
class RestartTest {
  private static final double STEP_S = 0.2;

  /**
   * Four EVSEs that discharged 5 kW each when the gateway died, behind an export cap of 30 kW and 8
   * kW of building.
   */
  private static Depot restored() {
    Depot depot = new Depot();
    depot.exportCapW = 60_000;
    for (int i = 0; i < 4; i++) {
      depot.evse(0, Phases.L123);
    }
    depot.open();
    for (Vehicle v : depot.vehicles) {
      v.powerW = -5_000;
      v.book.anything(-10_000, 11_000, depot.now);
    }
    depot.building(8_000);
    depot.state = depot.kernel.initial(depot.model(), depot.now);
    depot.state =
        new SafetyState(
            depot.now, depot.state.evses(), depot.state.nodes(), depot.now.minusSeconds(3_600));
    return depot;
  }

  private static List<Integer> told(Depot depot, Verdict v) {
    return setpoints(v).stream().map(depot::index).toList();
  }

  @Test
  void everyReachableEvseIsToldALevelAtOnce() {
    Depot depot = restored();
    Verdict v = depot.decide(-5_000, -5_000, -5_000, -5_000);
    assertThat(told(depot, v)).containsExactlyInAnyOrder(0, 1, 2, 3);
    assertThat(setpoints(v))
        .as("all may charge by what the meter shows, and all deliver")
        .allMatch(s -> s.powerW() == 0);
  }

  @Test
  void whatDidNotArriveIsSentAgainWithinASecond() {
    Depot depot = restored();
    for (Setpoint s : setpoints(depot.decide(-5_000, -5_000, -5_000, -5_000))) {
      // the station was still starting, say
      depot.vehicle(depot.index(s)).book.refused(s.id());
    }
    assertThat(depot.fresh(0.5).decide(-5_000, -5_000, -5_000, -5_000).cleared()).isEmpty();
    Verdict again = depot.fresh(0.5).decide(-5_000, -5_000, -5_000, -5_000);
    assertThat(told(depot, again)).containsExactlyInAnyOrder(0, 1, 2, 3);
  }

  @Test
  void theOthersGoOnWhileTwoAnswerNothing() {
    Depot depot = restored();
    List<Double> most = new ArrayList<>();
    for (double t = 0; t < 5; t += STEP_S) {
      Verdict v = depot.decide(-5_000, -5_000, -5_000, -5_000);
      for (Setpoint s : setpoints(v)) {
        int i = depot.index(s);
        if (i < 2) {
          depot.vehicle(i).book.accepted(s.id());
          depot.vehicle(i).powerW = s.powerW();
        }
      }
      most.add(Math.abs(v.powerW()[0] + v.powerW()[1]));
      depot.fresh(STEP_S);
      depot.building(8_000);
    }
    assertThat(most.get(0)).isZero();
    assertThat(most.get(most.size() - 1))
        .as("beside 20 kW that the silent ones may deliver, and 22 kW that they may take")
        .isEqualTo(10_000);
  }

  @Test
  void aSecondSetpointIsNoRiseOfWhatIsCounted() {
    Depot depot = restored();
    depot.decide(-5_000, -5_000, -5_000, -5_000);
    for (int k = 0; k < 70; k++) {
      depot.fresh(1);
      depot.building(8_000);
      Verdict v = depot.decide(-10_000, -10_000, -10_000, -10_000);
      double sum = 0;
      for (double w : v.powerW()) {
        sum -= w;
      }
      assertThat(sum).isLessThanOrEqualTo(68_000);
    }
  }

  @Test
  void anEvseWhoseLevelIsKnownIsNotToldAgain() {
    Depot depot = restored();
    depot.acceptAll(depot.decide(0, 0, 0, 0));
    assertThat(depot.fresh(1).decide(0, 0, 0, 0).cleared()).isEmpty();
    assertThat(depot.fresh(1).decide(0, 0, 0, 0).cleared()).isEmpty();
  }
}
