package io.tidegate.core.safety;

import static io.tidegate.core.safety.Depot.codes;
import static io.tidegate.core.safety.Depot.setpoints;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.Allocation;
import io.tidegate.api.control.Reason;
import io.tidegate.api.control.ReasonCode;
import io.tidegate.api.control.SafetyEnvelope.Envelope;
import io.tidegate.api.control.SafetyEnvelope.Verdict;
import io.tidegate.api.site.Phases;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mandates (S2.8), and what is worth a message. */
class SendingTest {

  @Test
  void namesTheSessionThatItWasDecidedFor() {
    Depot depot = Depot.of(2);
    assertThat(Depot.setpoints(depot.decide(5_000, 5_000)))
        .extracting(s -> s.session().orElseThrow().value())
        .containsExactly("s0", "s1");
  }

  @Test
  void aDischargeNeedsALivingMandate() {
    Depot depot = Depot.of(1);
    assertThat(depot.decide(Depot.UPSTREAM, -5_000).powerW()).containsExactly(-5_000);
    depot.later(5);
    depot.building(10_000);
    assertThat(depot.decide(Depot.UPSTREAM, -5_000).powerW()).as("5 s").containsExactly(-5_000);
    depot.later(0.001);
    Verdict v = depot.decide(Depot.UPSTREAM, -5_000);
    assertThat(v.powerW()).containsExactly(0);
    assertThat(setpoints(v)).as("at once").hasSize(1);
    assertThat(v.reasons().get(0).get(0))
        .isEqualTo(new Reason(ReasonCode.MANDATE_LOST, Depot.UPSTREAM, 0));
  }

  @Test
  void aLocalMandateNeedsNoUpstream() {
    Depot depot = Depot.of(1);
    depot.keepAlives.clear();
    assertThat(depot.decide(Depot.LOCAL, -5_000).powerW()).containsExactly(-5_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "dms2", "policy:other", "null"})
  void nobodyElseMayDischarge(String mandate) {
    String who = mandate.equals("null") ? null : mandate;
    Verdict v = Depot.of(1).decide(who, -5_000);
    assertThat(v.powerW()).containsExactly(0);
    assertThat(codes(v.reasons().get(0))).startsWith(ReasonCode.MANDATE_LOST);
  }

  @Test
  void chargingNeedsNoMandate() {
    assertThat(Depot.of(1).decide("", 5_000).powerW()).containsExactly(5_000);
  }

  @Test
  void proposalsOutsideTheBoundsAreCutToThem() {
    Depot depot = Depot.of(2);
    depot.vehicle(1).allowed = false;
    Verdict v = depot.decide(50_000, -5_000);
    assertThat(v.powerW()).containsExactly(11_000, 0);
    assertThat(codes(v.reasons().get(0)))
        .containsExactly(ReasonCode.EVSE_RATING, ReasonCode.GRID_COMMAND);
    assertThat(codes(v.reasons().get(1))).startsWith(ReasonCode.DISCHARGE_NOT_AUTHORISED);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, 0, -0.0})
  void aProposalThatIsNoPowerIsAPause(double power) {
    Verdict v = Depot.of(1).decide(power);
    assertThat(v.powerW()).containsExactly(0);
  }

  @Test
  void nothingIsLeftBetweenZeroAndTheMinimumCurrent() {
    Verdict v = Depot.of(2).decide(1_000, -1_000);
    assertThat(v.powerW()).containsExactly(0, 0);
    assertThat(codes(v.reasons().get(0))).startsWith(ReasonCode.MIN_CURRENT);
  }

  @Test
  void everyDecisionOnAnAttestedEvseShowsTheAttestation() {
    Depot depot = new Depot();
    depot.attested = true;
    depot.evse(0, Phases.L123);
    depot.evse(0, Phases.L123);
    depot.open();
    depot.vehicle(0).allowed = false;
    Verdict v = depot.decide(-5_000, -5_000);
    assertThat(codes(v.reasons().get(0)))
        .containsExactly(ReasonCode.GRID_COMMAND, ReasonCode.DISCHARGE_ATTESTED);
    assertThat(codes(v.reasons().get(1))).as("its own").containsExactly(ReasonCode.GRID_COMMAND);
    assertThat(setpoints(v).get(0).reasons()).isEqualTo(v.reasons().get(0));
  }

  @Test
  void nothingIsSentToWhoIsAwayOrHasNoVehicle() {
    Depot depot = Depot.of(2);
    depot.vehicle(0).online = false;
    depot.vehicle(1).session = false;
    Verdict v = depot.decide(5_000, 5_000);
    assertThat(v.cleared()).isEmpty();
    assertThat(codes(v.reasons().get(0))).containsExactly(ReasonCode.OFFLINE);
    assertThat(codes(v.reasons().get(1))).containsExactly(ReasonCode.NO_SESSION);
  }

  @Test
  void changesWithinTheDeadbandWaitForTheRenewal() {
    Depot depot = Depot.of(1);
    depot.carryOut(5_000);
    assertThat(depot.fresh(1).carryOut(5_049).cleared()).isEmpty();
    assertThat(depot.fresh(1).decide(5_049).powerW())
        .as("stands for what holds")
        .containsExactly(5_000);
    assertThat(depot.fresh(1).carryOut(4_951).cleared()).isEmpty();
    assertThat(setpoints(depot.fresh(1).carryOut(5_050))).hasSize(1);
  }

  @Test
  void aSetpointIsRenewedAfterTenSecondsAndNotBefore() {
    Depot depot = Depot.of(1);
    depot.carryOut(5_000);
    for (int s = 1; s < 10; s++) {
      assertThat(depot.fresh(1).carryOut(5_000).cleared()).as("after %d s", s).isEmpty();
    }
    var renewed = setpoints(depot.fresh(1).carryOut(5_000));
    assertThat(renewed).hasSize(1);
    assertThat(renewed.get(0).expires()).isEqualTo(depot.now.plusSeconds(30));
  }

  @Test
  void anUnansweredSetpointIsNotRepeatedBeforeItsRenewal() {
    Depot depot = Depot.of(1);
    assertThat(depot.decide(5_000).cleared()).hasSize(1);
    for (int s = 1; s < 10; s++) {
      assertThat(depot.fresh(1).decide(5_000).cleared()).isEmpty();
    }
    assertThat(depot.fresh(1).decide(5_000).cleared()).hasSize(1);
  }

  @Test
  void aRefusedSafetyFallIsTriedAgainAfterTwoSeconds() {
    Depot depot = Depot.of(1);
    depot.carryOut(10_000);
    depot.fresh(1);
    depot.vehicle(0).derateW = 3_000;
    Verdict fall = depot.decide(10_000);
    assertThat(fall.powerW()).containsExactly(3_000);
    depot.vehicle(0).book.refused(setpoints(fall).get(0).id());
    assertThat(depot.fresh(1).decide(10_000).cleared()).isEmpty();
    assertThat(depot.fresh(1).decide(10_000).cleared()).hasSize(1);
  }

  @Test
  void aSetpointThatNeverLeftIsTriedAgainAfterTwoSeconds() {
    Depot depot = Depot.of(1);
    Verdict first = depot.decide(5_000);
    depot.vehicle(0).book.neverLeft(setpoints(first).get(0).id());
    assertThat(depot.fresh(1).decide(5_000).cleared()).isEmpty();
    Verdict again = depot.fresh(1).decide(5_000);
    assertThat(again.cleared()).hasSize(1);
    depot.acceptAll(again);
    assertThat(depot.fresh(2).decide(5_000).cleared()).isEmpty();
  }

  @Test
  void aNewVehicleGetsItsFirstSetpointAtOnce() {
    Depot depot = Depot.of(1);
    depot.vehicle(0).book.forget();
    assertThat(setpoints(depot.decide(0))).extracting(s -> s.powerW()).containsExactly(0.0);
  }

  @Test
  void startingAndStoppingKnowNoDeadband() {
    Depot depot = new Depot();
    depot.deadbandW = 5_000;
    depot.evse(0, Phases.L123);
    depot.open();
    assertThat(depot.carryOut(2_000).cleared()).hasSize(1);
    assertThat(depot.fresh(1).carryOut(-2_000).cleared()).hasSize(1);
    assertThat(depot.fresh(1).carryOut(0).cleared()).hasSize(1);
  }

  @Test
  void anAllocationOfAnotherSiteMovesNothing() {
    Depot depot = Depot.of(2);
    Envelope envelope = depot.kernel.bounds(depot.picture(), depot.state);
    Allocation none = new Allocation(new double[0], new String[0], new Reason[0], List.of());
    Verdict v = depot.kernel.clear(depot.picture(), envelope, none, 1);
    assertThat(v.powerW()).containsExactly(0, 0);
    assertThat(v.reasons()).allSatisfy(r -> assertThat(r).isNotEmpty());
  }

  @Test
  void losingTheUpstreamEndsDischargeWithinFiveSecondsAndChargingGoesOn() {
    Depot depot = Depot.of(2);
    depot.acceptAll(depot.decide(Depot.UPSTREAM, -5_000, 6_000));
    Instant lost = depot.now;
    Instant ended = null;
    for (int k = 0; k < 60 && ended == null; k++) {
      depot.later(0.1);
      depot.vehicles.forEach(v -> v.report(depot.now));
      depot.building(10_000);
      Verdict v = depot.decide(Depot.UPSTREAM, -5_000, 6_000);
      depot.acceptAll(v);
      ended = v.powerW()[0] == 0 ? depot.now : null;
      assertThat(v.powerW()[1]).isEqualTo(6_000);
    }
    assertThat(ended).isNotNull();
    assertThat(Ages.seconds(lost, ended)).isBetween(5.0, 5.2);
  }
}
