package io.tidegate.core.arbiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.api.control.Allocation;
import io.tidegate.api.control.Commitment;
import io.tidegate.api.control.Plan;
import io.tidegate.api.control.Reason;
import io.tidegate.api.control.ReasonCode;
import io.tidegate.api.control.Target;
import io.tidegate.api.control.TargetKind;
import io.tidegate.api.site.MandateSource;
import io.tidegate.api.site.PriorityClass;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who gets what, situation by situation (S5.2, S5.9, S3.10, S2.2). */
class FairArbiterTest {
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
  void chargesWhoeverWantsEnergyWithWhatIsLeft() {
    Depot depot = fleet(12_000, 3);
    depot.cars.get(2).socPct = 90;
    Allocation result = allocate(depot);
    assertThat(result.powerW(0)).isEqualTo(6000);
    assertThat(result.powerW(1)).isEqualTo(6000);
    assertThat(result.powerW(2)).isZero();
    assertThat(result.reason(0)).isEqualTo(new Reason(ReasonCode.NODE_RATING, "grid", 12_000));
    assertThat(result.reason(2).code()).isEqualTo(ReasonCode.SOC_FULL);
    assertThat(result.shortfalls()).isEmpty();
  }

  @Test
  void namesDefaultChargingWhenNothingCutsIt() {
    Depot depot = fleet(50_000, 1);
    assertThat(allocate(depot).reason(0).code()).isEqualTo(ReasonCode.DEFAULT_CHARGE);
  }

  @Test
  void namesTheTransformerThatCutsTheVehiclesBelowIt() {
    Depot depot = new Depot(100_000);
    int t1 = depot.node("T1", 0, 8000);
    depot.car(t1);
    depot.car(0);
    Allocation result = allocate(depot);
    assertThat(result.powerW(0)).isEqualTo(8000);
    assertThat(result.reason(0)).isEqualTo(new Reason(ReasonCode.NODE_RATING, "T1", 8000));
    assertThat(result.powerW(1)).isEqualTo(11_000);
  }

  @Test
  void splitsADischargeCommandIntoSmallPartsWithItsMandateAndReason() {
    Depot depot = fleet(100_000, 8);
    Target command = Depot.vehicles("cmd-1", PriorityClass.CONTRACT, "", -20_000);
    Allocation result = allocate(depot, command);
    assertThat(sum(result, 0, 8)).isCloseTo(-20_000, within(0.01));
    for (int i = 0; i < 8; i++) {
      assertThat(result.powerW(i)).isCloseTo(-2500, within(0.01));
      assertThat(result.mandate(i)).isEqualTo("dms");
      assertThat(result.reason(i)).isEqualTo(new Reason(ReasonCode.GRID_COMMAND, "cmd-1", -20_000));
    }
    assertThat(result.shortfalls()).isEmpty();
  }

  @Test
  void takesMoreFromWhoHasMoreEnergyAboveItsReserve() {
    Depot depot = fleet(100_000, 2);
    depot.cars.get(0).socPct = 70;
    depot.cars.get(1).socPct = 45;
    Allocation result = allocate(depot, Depot.vehicles("cmd", PriorityClass.CONTRACT, "", -9000));
    assertThat(result.powerW(0)).isCloseTo(-6000, within(0.01));
    assertThat(result.powerW(1)).isCloseTo(-3000, within(0.01));
  }

  @Test
  void passesWhatOneVehicleCannotGiveToTheNext() {
    Depot depot = fleet(100_000, 3);
    depot.cars.get(0).dischargesTo(1000);
    Allocation result = allocate(depot, Depot.vehicles("cmd", PriorityClass.CONTRACT, "", -20_000));
    assertThat(result.powerW(0)).isEqualTo(-1000);
    assertThat(sum(result, 0, 3)).isCloseTo(-20_000, within(0.01));
  }

  @Test
  void reportsWhatNobodyCanGive() {
    Depot depot = fleet(100_000, 2);
    Allocation result = allocate(depot, Depot.vehicles("cmd", PriorityClass.CONTRACT, "", -50_000));
    assertThat(result.shortfalls())
        .containsExactly(new Allocation.Shortfall("cmd", -50_000, -20_000));
  }

  @Test
  void reallocatesTheShortfallOfAVehicleThatDeliversLessThanAsked() {
    Depot depot = fleet(100_000, 3);
    Depot.Car weak = depot.cars.get(0);
    weak.lastSentW = -10_000;
    weak.deliverableW = -2000;
    Target command = Depot.vehicles("cmd", PriorityClass.CONTRACT, "", -20_000);
    Allocation result = allocate(depot, command);
    assertThat(result.powerW(0)).as("a little more, in case it recovers").isEqualTo(-2250);
    assertThat(result.reason(0).code()).isEqualTo(ReasonCode.SHORTFALL);
    assertThat(-2000 + sum(result, 1, 3)).as("delivered").isCloseTo(-20_000, within(0.01));
    assertThat(result.shortfalls()).isEmpty();
  }

  @Test
  void chargesFirstWhoWouldOtherwiseMissItsDeparture() {
    Depot depot = fleet(11_000, 3);
    Depot.Car late = depot.cars.get(1);
    late.socPct = 50;
    late.targetPct = 80;
    late.departsInS = 1.8 * HOUR; // 19.6 kWh at 11 kW take 1.78 h
    Allocation result = allocate(depot);
    assertThat(result.powerW(1)).isBetween(10_800.0, 11_000.0);
    assertThat(result.reason(1).code()).isIn(ReasonCode.MUST_CHARGE, ReasonCode.NODE_RATING);
    assertThat(sum(result, 0, 3)).isCloseTo(11_000, within(0.01));
  }

  @Test
  void letsNoGridEmergencyTakeFromWhoMustCharge() {
    Depot depot = fleet(100_000, 3);
    depot.cars.get(1).departsInS = 1.7 * HOUR;
    Allocation result =
        allocate(depot, Depot.vehicles("cmd", PriorityClass.GRID_EMERGENCY, "", -5000));
    assertThat(result.powerW(1)).isGreaterThan(10_000);
    assertThat(result.reason(1).code()).isEqualTo(ReasonCode.MUST_CHARGE);
    assertThat(sum(result, 0, 3)).as("others deliver for it too").isCloseTo(-5000, within(0.01));
  }

  @Test
  void asksNoEnergyOfAVehicleWhoseDepartureIsNear() {
    Depot depot = fleet(100_000, 2);
    depot.cars.get(0).departsInS = 2.05 * HOUR; // laxity of a quarter of an hour
    Allocation result = allocate(depot, Depot.vehicles("cmd", PriorityClass.CONTRACT, "", -10_000));
    assertThat(result.powerW(0)).isZero();
    assertThat(result.powerW(1)).isEqualTo(-10_000);
  }

  @Test
  void servesTheHigherClassWhereTwoContradictEachOther() {
    Depot depot = fleet(100_000, 4);
    Allocation result =
        allocate(
            depot,
            Depot.vehicles("cheap", PriorityClass.ECONOMY, "", 20_000),
            Depot.vehicles("need", PriorityClass.GRID_EMERGENCY, "", -12_000));
    assertThat(sum(result, 0, 4)).isCloseTo(-12_000, within(0.01));
    assertThat(result.shortfalls())
        .extracting(Allocation.Shortfall::target)
        .containsExactly("cheap");
  }

  @Test
  void takesTheLowerPowerOfTwoTargetsOfOneClassOnOneNode() {
    Depot depot = fleet(100_000, 4);
    Allocation result =
        allocate(
            depot,
            Depot.vehicles("a", PriorityClass.CONTRACT, "", -4000),
            Depot.vehicles("b", PriorityClass.CONTRACT, "", -9000));
    assertThat(sum(result, 0, 4)).isCloseTo(-9000, within(0.01));
  }

  @Test
  void holdsTargetsOnNestedNodesTogether() {
    Depot depot = new Depot(100_000);
    int t1 = depot.node("T1", 0, 50_000);
    int t2 = depot.node("T2", 0, 50_000);
    for (int i = 0; i < 4; i++) {
      depot.car(i < 2 ? t1 : t2).dischargesTo(10_000);
    }
    Allocation result =
        allocate(
            depot,
            Depot.vehicles("site", PriorityClass.GRID_EMERGENCY, "", -20_000),
            Depot.vehicles("t1", PriorityClass.ECONOMY, "T1", -5000));
    assertThat(sum(result, 0, 4)).isCloseTo(-20_000, within(0.01));
    assertThat(sum(result, 0, 2)).isCloseTo(-5000, within(0.01));
    assertThat(result.shortfalls()).isEmpty();
  }

  @Test
  void letsALowerTargetGiveWayWhereBothCannotHold() {
    Depot depot = new Depot(100_000);
    int t1 = depot.node("T1", 0, 50_000);
    int t2 = depot.node("T2", 0, 50_000);
    for (int i = 0; i < 4; i++) {
      depot.car(i < 2 ? t1 : t2).dischargesTo(10_000);
    }
    Allocation result =
        allocate(
            depot,
            Depot.vehicles("site", PriorityClass.GRID_EMERGENCY, "", -36_000),
            Depot.vehicles("t1", PriorityClass.ECONOMY, "T1", -5000));
    assertThat(sum(result, 0, 4)).isCloseTo(-36_000, within(0.01));
    assertThat(result.shortfalls()).extracting(Allocation.Shortfall::target).containsExactly("t1");
  }

  @Test
  void lowersAndRaisesChargingToWhatIsAsked() {
    Depot depot = fleet(100_000, 4);
    Allocation low = allocate(depot, Depot.vehicles("low", PriorityClass.CONTRACT, "", 8000));
    assertThat(sum(low, 0, 4)).isCloseTo(8000, within(0.01));
    depot.cars.forEach(car -> car.socPct = 95);
    Allocation high = allocate(depot, Depot.vehicles("high", PriorityClass.CONTRACT, "", 8000));
    assertThat(sum(high, 0, 4)).as("beyond the drivers' targets").isCloseTo(8000, within(0.01));
    Allocation cheap = allocate(depot, Depot.vehicles("cheap", PriorityClass.ECONOMY, "", 8000));
    assertThat(sum(cheap, 0, 4)).as("not for economic reasons").isZero();
  }

  @Test
  void bringsOneEvseToTheLevelAskedOfIt() {
    Depot depot = fleet(100_000, 3);
    Allocation result =
        allocate(
            depot,
            Depot.evse("one", PriorityClass.CONTRACT, 1, -3000),
            Depot.evse("two", PriorityClass.CONTRACT, 2, 0));
    assertThat(result.powerW(0)).isEqualTo(11_000);
    assertThat(result.powerW(1)).isEqualTo(-3000);
    assertThat(result.powerW(2)).isZero();
    assertThat(result.reason(2).subject()).isEqualTo("two");
  }

  @Test
  void dischargesForNobodyWhoseMandateHasLapsed() {
    Depot depot = fleet(100_000, 2);
    depot.mandate(
        "dms",
        MandateSource.Kind.UPSTREAM,
        PriorityClass.GRID_EMERGENCY,
        Depot.NOW.minusSeconds(6));
    Allocation result = allocate(depot, Depot.vehicles("cmd", PriorityClass.CONTRACT, "", -10_000));
    assertThat(result.powerW(0)).as("charge only").isEqualTo(11_000);
    assertThat(result.shortfalls()).containsExactly(new Allocation.Shortfall("cmd", -10_000, 0));
  }

  @Test
  void refusesTargetsOfUnknownSourcesAndOfUnknownNodes() {
    Depot depot = fleet(100_000, 2);
    Target stranger =
        Depot.target("x", "stranger", PriorityClass.CONTRACT, TargetKind.VEHICLE_POWER, "", -5000);
    Target nowhere = Depot.vehicles("y", PriorityClass.CONTRACT, "T9", -5000);
    Allocation result = allocate(depot, stranger, nowhere);
    assertThat(sum(result, 0, 2)).isEqualTo(22_000);
    assertThat(result.shortfalls()).hasSize(2);
  }

  @Test
  void servesASourceInNoHigherClassThanTheSiteAllowsIt() {
    Depot depot = fleet(100_000, 2);
    Target bold =
        Depot.target(
            "bold",
            "policy:price",
            PriorityClass.GRID_EMERGENCY,
            TargetKind.VEHICLE_POWER,
            "",
            10_000);
    Allocation result =
        allocate(depot, bold, Depot.vehicles("cmd", PriorityClass.CONTRACT, "", -6000));
    assertThat(sum(result, 0, 2)).isCloseTo(-6000, within(0.01));
  }

  @Test
  void ignoresWhatHasExpired() {
    Depot depot = fleet(100_000, 1);
    Target old =
        new Target(
            "old",
            "dms",
            PriorityClass.CONTRACT,
            TargetKind.VEHICLE_POWER,
            "",
            java.util.Optional.empty(),
            -5000,
            Depot.NOW);
    assertThat(allocate(depot, old).powerW(0)).isEqualTo(11_000);
  }

  @Test
  void followsThePlanAndGivesTheRestToWhoHasNone() {
    Depot depot = fleet(20_000, 4);
    depot.plan =
        new Plan(
            Depot.NOW,
            Depot.NOW.minusSeconds(1000),
            900,
            List.of(plan(0, 7000, 3000), plan(1, 5000, -4000), plan(2, 5000, 0)));
    Allocation result = allocate(depot);
    assertThat(result.powerW(0)).isEqualTo(3000);
    assertThat(result.reason(0).code()).isEqualTo(ReasonCode.PLAN);
    assertThat(result.powerW(1)).isEqualTo(-4000);
    assertThat(result.mandate(1)).isEqualTo("policy:planner");
    assertThat(result.powerW(2)).isZero();
    assertThat(result.reason(2).code()).isEqualTo(ReasonCode.PLAN);
    assertThat(result.powerW(3)).isEqualTo(11_000);
  }

  @Test
  void dischargesByPlanOnlyWhereThePlannerIsMandated() {
    Depot depot = fleet(20_000, 1);
    depot.mandates.removeIf(m -> m.source().id().value().equals("policy:planner"));
    depot.plan = new Plan(Depot.NOW, Depot.NOW, 900, List.of(plan(0, -4000)));
    assertThat(allocate(depot).powerW(0)).isZero();
  }

  @Test
  void forgetsAPlanOfAnotherSessionAndOneThatHasRunOut() {
    Depot depot = fleet(50_000, 2);
    Plan.SessionPlan other =
        new Plan.SessionPlan(
            Depot.evseId(0),
            new io.tidegate.api.quantity.SessionId("gone"),
            List.of(0.0),
            List.of(50.0));
    depot.plan =
        new Plan(Depot.NOW, Depot.NOW.minusSeconds(1000), 900, List.of(other, plan(1, 500)));
    Allocation result = allocate(depot);
    assertThat(result.powerW(0)).isEqualTo(11_000);
    assertThat(result.powerW(1)).isEqualTo(11_000);
  }

  private static Plan.SessionPlan plan(int evse, double... powerW) {
    List<Double> steps = java.util.Arrays.stream(powerW).boxed().toList();
    return new Plan.SessionPlan(Depot.evseId(evse), Depot.sessionId(evse), steps, steps);
  }

  @Test
  void keepsRoomForStationsThatCannotBeReached() {
    Depot depot = fleet(12_000, 2);
    Depot.Car lost = depot.cars.get(1);
    lost.online = false;
    lost.safeShareW = 2000;
    assertThat(allocate(depot).powerW(0)).isEqualTo(10_000);
    lost.commitment =
        new Commitment(
            7,
            9000,
            Depot.NOW.plusSeconds(10),
            Double.NaN,
            Double.NaN,
            Instant.EPOCH,
            7,
            9000,
            Depot.NOW);
    Allocation result = allocate(depot);
    assertThat(result.powerW(0)).isEqualTo(3000);
    assertThat(result.powerW(1)).isZero();
  }

  @Test
  void doesNotCountUnreachableStationsAsPowerThatATargetWanted() {
    Depot depot = fleet(100_000, 2);
    depot.cars.get(1).online = false;
    depot.cars.get(1).safeShareW = 2000;
    Allocation result = allocate(depot, Depot.vehicles("cmd", PriorityClass.CONTRACT, "", -5000));
    assertThat(result.powerW(0)).isEqualTo(-5000);
  }

  @Test
  void ranksEconomyAboveContractOnlyWhenAskedTo() {
    Depot depot = fleet(100_000, 4);
    List<Target> targets =
        List.of(
            Depot.vehicles("contract", PriorityClass.CONTRACT, "", -8000),
            Depot.vehicles("economy", PriorityClass.ECONOMY, "", 16_000));
    Allocation grid =
        new FairArbiter(Ranking.GRID).allocate(depot.picture(), depot.bounds(), targets);
    Allocation economy =
        new FairArbiter(Ranking.ECONOMY).allocate(depot.picture(), depot.bounds(), targets);
    assertThat(sum(grid, 0, 4)).isCloseTo(-8000, within(0.01));
    assertThat(sum(economy, 0, 4)).isCloseTo(16_000, within(0.01));
  }

  @Test
  void ranksDeparturesAboveContractsOnlyWhenAskedTo() {
    Depot depot = fleet(100_000, 2);
    depot.cars.get(0).departsInS = 8 * HOUR;
    List<Target> targets = List.of(Depot.vehicles("c", PriorityClass.CONTRACT, "", -7000));
    Allocation result =
        new FairArbiter(Ranking.DEPARTURE).allocate(depot.picture(), depot.bounds(), targets);
    assertThat(result.powerW(0)).isCloseTo(18_000 / 0.92 / 8, within(1.0));
    assertThat(sum(result, 0, 2)).isCloseTo(-7000, within(0.01));
  }

  @Test
  void worksOnAnEmptySite() {
    Allocation result = allocate(new Depot(1000));
    assertThat(result.evses()).isZero();
    assertThat(result.shortfalls()).isEmpty();
  }
}
