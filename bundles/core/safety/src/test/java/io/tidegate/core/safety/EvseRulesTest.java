package io.tidegate.core.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.api.control.Bounds;
import io.tidegate.api.control.ClockQuality;
import io.tidegate.api.control.Reason;
import io.tidegate.api.control.ReasonCode;
import io.tidegate.api.control.SiteInput.Availability;
import io.tidegate.api.control.Target;
import io.tidegate.api.control.TargetKind;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.site.DischargeAccess;
import io.tidegate.api.site.PackThermal;
import io.tidegate.api.site.Phases;
import io.tidegate.api.site.PriorityClass;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One rule after the other: the interval of an EVSE (S1.9, S1.11, S2.4, S2.6, S2.9, S3.4, S4.6).
 */
class EvseRulesTest {

  @Test
  void aHealthyVehicleMayUseTheWholeRatingInBothDirections() {
    Bounds b = Depot.of(1).bounds();
    assertThat(b.maxW(0)).isEqualTo(11_000);
    assertThat(b.minW(0)).isEqualTo(-10_000);
    assertThat(b.maxReason(0)).isEqualTo(new Reason(ReasonCode.EVSE_RATING, "", 11_000));
    assertThat(b.minReason(0)).isEqualTo(new Reason(ReasonCode.EVSE_RATING, "", -10_000));
  }

  private static Arguments rule(String name, Consumer<Depot> change, ReasonCode code) {
    return Arguments.of(name, change, code);
  }

  static Stream<Arguments> nothingFlows() {
    return Stream.of(
        rule("no session", d -> d.vehicle(0).session = false, ReasonCode.NO_SESSION),
        rule("faulted", d -> d.vehicle(0).availability = Availability.FAULTED, ReasonCode.FAULTED),
        rule(
            "unavailable",
            d -> d.vehicle(0).availability = Availability.UNAVAILABLE,
            ReasonCode.FAULTED),
        rule("offline", d -> d.vehicle(0).online = false, ReasonCode.OFFLINE),
        rule("derated to nothing", d -> d.vehicle(0).derateW = 0, ReasonCode.DERATED),
        rule("derate is garbage", d -> d.vehicle(0).derateW = -5, ReasonCode.DERATED),
        rule(
            "connector trips", d -> d.vehicle(0).connectorC = 90, ReasonCode.CONNECTOR_TEMPERATURE),
        rule("inverter trips", d -> d.vehicle(0).inverterC = 95, ReasonCode.INVERTER_TEMPERATURE),
        rule("pack trips", d -> pack(d, 56), ReasonCode.PACK_TEMPERATURE));
  }

  private static void pack(Depot d, double celsius) {
    d.vehicle(0).packC = celsius;
    d.vehicle(0).report(d.now);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void nothingFlows(String name, Consumer<Depot> change, ReasonCode code) {
    Depot depot = Depot.of(1);
    change.accept(depot);
    Bounds b = depot.bounds();
    assertThat(b.maxW(0)).isZero();
    assertThat(b.minW(0)).isZero();
    assertThat(b.maxReason(0).code()).isEqualTo(code);
    assertThat(b.minReason(0).code()).isEqualTo(code);
  }

  static Stream<Arguments> noDischarge() {
    return Stream.of(
        rule(
            "not authorised (S1.11)",
            d -> d.vehicle(0).allowed = false,
            ReasonCode.DISCHARGE_NOT_AUTHORISED),
        rule("SoC unknown", d -> d.vehicle(0).socPct = Depot.NONE, ReasonCode.SOC_UNKNOWN),
        rule("SoC impossible", d -> d.vehicle(0).socPct = 140, ReasonCode.SOC_UNKNOWN),
        rule("SoC at the floor (S2.9)", d -> d.vehicle(0).socPct = 20, ReasonCode.SOC_FLOOR),
        rule("SoC below the floor", d -> d.vehicle(0).socPct = 3, ReasonCode.SOC_FLOOR),
        rule("driver's reserve", d -> d.vehicle(0).reservePct = 60, ReasonCode.RESERVE),
        rule("journal (S4.6)", d -> d.journalWritable = false, ReasonCode.JOURNAL_UNWRITABLE),
        rule(
            "clock not synchronised (S2.4)",
            d -> d.clock = new ClockQuality("chrony", false, 0.1, ""),
            ReasonCode.CLOCK_UNTRUSTED),
        rule(
            "clock off by more than 100 ms",
            d -> d.clock = new ClockQuality("chrony", true, -100.5, ""),
            ReasonCode.CLOCK_UNTRUSTED),
        rule(
            "clock's error unknown",
            d -> d.clock = new ClockQuality("ptp", true, Depot.NONE, ""),
            ReasonCode.CLOCK_UNTRUSTED),
        rule(
            "assumed clock that is known to be wrong",
            d -> d.clock = new ClockQuality("assumed", true, 500, ""),
            ReasonCode.CLOCK_UNTRUSTED),
        rule(
            "voltage too low",
            d -> d.meter("grid", 0, 230 * 0.84, 50),
            ReasonCode.MAINS_OUT_OF_WINDOW),
        rule("voltage too high", d -> d.meter("grid", 0, 254, 50), ReasonCode.MAINS_OUT_OF_WINDOW),
        rule(
            "frequency too low",
            d -> d.meter("grid", 0, 230, 47.4),
            ReasonCode.MAINS_OUT_OF_WINDOW),
        rule(
            "frequency too high",
            d -> d.meter("grid", 0, 230, 51.6),
            ReasonCode.MAINS_OUT_OF_WINDOW),
        rule(
            "frequency not measured",
            d -> d.meter("grid", 0, 230, Depot.NONE),
            ReasonCode.MAINS_OUT_OF_WINDOW),
        rule("meter never read", d -> d.meters.clear(), ReasonCode.STALE_MEASUREMENT),
        rule("vehicle refuses", d -> d.vehicle(0).maxDischargeW = 0, ReasonCode.VEHICLE_LIMIT));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void noDischarge(String name, Consumer<Depot> change, ReasonCode code) {
    Depot depot = Depot.of(1);
    change.accept(depot);
    Bounds b = depot.bounds();
    assertThat(b.minW(0)).isZero();
    assertThat(b.minReason(0).code()).isEqualTo(code);
    assertThat(b.maxW(0)).as("charging goes on").isEqualTo(11_000);
  }

  @Test
  void aStationWithoutNegativeLimitsIsNeverDischarged() {
    Depot depot = new Depot();
    depot.access = DischargeAccess.NONE;
    depot.evse(0, Phases.L123);
    Bounds b = depot.open().bounds();
    assertThat(b.minW(0)).isZero();
    assertThat(b.minReason(0).code()).isEqualTo(ReasonCode.DISCHARGE_NOT_SUPPORTED);
  }

  @Test
  void anAttestationStandsForTheVehiclesPermission() {
    Depot depot = new Depot();
    depot.attested = true;
    depot.evse(0, Phases.L123);
    depot.open();
    depot.vehicle(0).allowed = false;
    assertThat(depot.bounds().minW(0)).isEqualTo(-10_000);
  }

  @Test
  void anAssumedClockSuffices() {
    Depot depot = Depot.of(1);
    depot.clock = new ClockQuality("assumed", false, Depot.NONE, "");
    assertThat(depot.bounds().minW(0)).isEqualTo(-10_000);
  }

  @ParameterizedTest
  @CsvSource({
    "65, 11000, 10000",
    "69.9, 11000, 10000",
    "75, 8250, 7500",
    "80, 5500, 5000",
    "88, 0, 0", // below the minimum current
    "120, 0, 0",
  })
  void powerShrinksWithTheConnectorsTemperature(double celsius, double max, double min) {
    Depot depot = Depot.of(1);
    depot.vehicle(0).connectorC = celsius;
    Bounds b = depot.bounds();
    assertThat(b.maxW(0)).isCloseTo(max, within(1e-6));
    assertThat(b.minW(0)).isCloseTo(-min, within(1e-6));
  }

  @ParameterizedTest
  @CsvSource({"64.9, 11000", "65, 11000", "68, 8800", "72.5, 5500", "80, 0"})
  void theInverterIsThrottledFrom65Degrees(double celsius, double max) {
    Depot depot = Depot.of(1);
    depot.vehicle(0).inverterC = celsius;
    assertThat(depot.bounds().maxW(0)).isCloseTo(max, within(1e-6));
  }

  @Test
  void aTemperatureThatFallsSilentIsTakenForHot() {
    Depot depot = Depot.of(1).later(31);
    depot.building(10_000);
    Bounds b = depot.bounds();
    assertThat(b.maxW(0)).isEqualTo(2_000);
    assertThat(b.maxReason(0))
        .isEqualTo(new Reason(ReasonCode.STALE_MEASUREMENT, "connector", 2_000));
    assertThat(b.minW(0)).isZero();
  }

  @Test
  void aTemperatureThatWasNeverReportedLimitsNothing() {
    Depot depot = Depot.of(1);
    depot.vehicle(0).connectorC = Depot.NONE;
    depot.vehicle(0).inverterC = Depot.NONE;
    assertThat(depot.bounds().maxW(0)).isEqualTo(11_000);
  }

  @Test
  void theVehiclesLimitsBindAndUnknownOnesDoNot() {
    Depot depot = Depot.of(1);
    depot.vehicle(0).maxChargeW = 7_400;
    depot.vehicle(0).maxDischargeW = 3_000;
    Bounds b = depot.bounds();
    assertThat(b.maxW(0)).isEqualTo(7_400);
    assertThat(b.minW(0)).isEqualTo(-3_000);
    assertThat(b.maxReason(0).code()).isEqualTo(ReasonCode.VEHICLE_LIMIT);
  }

  @Test
  void aFullBatteryTakesNothingAndMayGive() {
    Depot depot = Depot.of(1);
    depot.vehicle(0).socPct = 100;
    Bounds b = depot.bounds();
    assertThat(b.maxW(0)).isZero();
    assertThat(b.maxReason(0).code()).isEqualTo(ReasonCode.SOC_FULL);
    assertThat(b.minW(0)).isEqualTo(-10_000);
  }

  @Test
  void aLimitBelowTheMinimumCurrentIsNone() {
    Depot depot = Depot.of(1);
    depot.vehicle(0).derateW = 1_379;
    Bounds b = depot.bounds();
    assertThat(b.maxW(0)).isZero();
    assertThat(b.minW(0)).isZero();
    depot.vehicle(0).derateW = 1_380;
    assertThat(depot.bounds().maxW(0)).isEqualTo(1_380);
  }

  @Test
  void theLowestCapOfAnEvseHoldsUntilItLapsesAndLeavesDischargeAlone() {
    Depot depot = Depot.of(2);
    double dischargeW = depot.bounds().minW(0);
    depot.targets.add(cap("cloud/E0", 5_000, depot.now.plusSeconds(60)));
    depot.targets.add(cap("second/E0", 3_000, depot.now.plusSeconds(30)));
    Bounds b = depot.bounds();
    assertThat(b.maxW(0)).isEqualTo(3_000);
    assertThat(b.maxReason(0).code()).isEqualTo(ReasonCode.COMMAND_LIMIT);
    assertThat(b.maxReason(0).subject()).isEqualTo("second/E0");
    assertThat(b.minW(0)).isEqualTo(dischargeW);
    assertThat(b.maxW(1)).isGreaterThan(5_000);

    depot.targets.set(1, cap("second/E0", 3_000, depot.now));
    assertThat(depot.bounds().maxW(0)).as("the other has lapsed").isEqualTo(5_000);
    depot.targets.set(0, cap("cloud/E0", -1, depot.now.plusSeconds(60)));
    assertThat(depot.bounds().maxW(0)).isZero();
    assertThat(depot.bounds().minW(0)).as("0 and below is a pause").isEqualTo(dischargeW);
  }

  private static Target cap(String id, double powerW, Instant expires) {
    return new Target(
        id,
        "upstream:nobody",
        PriorityClass.ECONOMY,
        TargetKind.EVSE_LIMIT,
        "",
        Optional.of(new EvseId("E0")),
        powerW,
        expires);
  }

  @Test
  void goingDownLeavesTheSafeShareAndNoDischarge() {
    Depot depot = Depot.of(1);
    depot.stopping = true;
    Bounds b = depot.bounds();
    assertThat(b.maxW(0)).isEqualTo(2_000);
    assertThat(b.maxReason(0).code()).isEqualTo(ReasonCode.STOPPING);
    assertThat(b.minW(0)).isZero();
    assertThat(b.minReason(0).code()).isEqualTo(ReasonCode.STOPPING);
  }

  @Test
  void onceAtTheFloorDischargeReturnsOnlyTenPercentAbove() {
    Depot depot = Depot.of(1);
    double[] soc = {25, 20, 20.1, 29.9, 30, 25};
    boolean[] may = {true, false, false, false, true, true};
    for (int k = 0; k < soc.length; k++) {
      depot.fresh(1);
      depot.vehicle(0).socPct = soc[k];
      assertThat(depot.bounds().minW(0) < 0).as("at %s %%", soc[k]).isEqualTo(may[k]);
    }
  }

  @Test
  void hysteresisAlsoHoldsAboveTheDriversReserve() {
    Depot depot = Depot.of(1);
    depot.vehicle(0).reservePct = 50;
    double[] soc = {51, 50, 59.9, 60};
    boolean[] may = {true, false, false, true};
    for (int k = 0; k < soc.length; k++) {
      depot.fresh(1);
      depot.vehicle(0).socPct = soc[k];
      assertThat(depot.bounds().minW(0) < 0).as("at %s %%", soc[k]).isEqualTo(may[k]);
    }
    assertThat(depot.state.evses().get(0).dischargeLatched()).isFalse();
  }

  @Test
  void theNextVehicleDoesNotInheritTheLatch() {
    Depot depot = Depot.of(1);
    depot.vehicle(0).socPct = 15;
    depot.bounds();
    depot.fresh(1);
    depot.vehicle(0).started = depot.now;
    depot.vehicle(0).socPct = 25;
    assertThat(depot.bounds().minW(0)).isEqualTo(-10_000);
  }

  @Test
  void aSilentStateOfChargeEndsDischargeAndKeepsTheLatch() {
    Depot depot = Depot.of(1);
    depot.vehicle(0).socPct = 15;
    depot.bounds();
    depot.vehicle(0).socPct = Depot.NONE;
    assertThat(depot.bounds().minReason(0).code()).isEqualTo(ReasonCode.SOC_UNKNOWN);
    assertThat(depot.state.evses().get(0).dischargeLatched()).isTrue();
  }

  @Test
  void whatMayHaveFlowedSinceTheLastStateOfChargeCounts() {
    Depot depot = Depot.of(1);
    depot.vehicle(0).capacityWh = 1_000;
    depot.vehicle(0).socPct = 21;
    depot.vehicle(0).told(-9_000, depot.now);
    assertThat(depot.bounds().minW(0)).isEqualTo(-10_000);
    // 9 kW for 5 s are 12.5 Wh: 1.25 % of the pack
    depot.later(5);
    depot.building(10_000);
    assertThat(depot.bounds().minReason(0).code()).isEqualTo(ReasonCode.SOC_FLOOR);
    assertThat(depot.state.evses().get(0).dischargeLatched()).as("nothing is proven").isFalse();
  }

  @Test
  void dischargeReturnsOnlyWhenTheMainsHaveBeenGoodForTheDelay() {
    Depot depot = Depot.of(1);
    depot.meter("grid", 0, 180, 50);
    assertThat(depot.bounds().minW(0)).isZero();
    depot.fresh(1);
    depot.meter("grid", 0, 230, 50);
    assertThat(depot.bounds().minReason(0).code()).isEqualTo(ReasonCode.MAINS_OUT_OF_WINDOW);
    for (int s = 1; s < 60; s++) {
      depot.fresh(1);
      assertThat(depot.bounds().minW(0)).as("after %d s", s).isZero();
    }
    depot.fresh(1);
    assertThat(depot.bounds().minW(0)).isEqualTo(-10_000);
  }

  @Test
  void aGapInTheMetersReadingsStartsTheDelayAgain() {
    Depot depot = Depot.of(1);
    depot.later(4);
    depot.vehicle(0).report(depot.now);
    assertThat(depot.bounds().minReason(0))
        .isEqualTo(new Reason(ReasonCode.STALE_MEASUREMENT, "grid", 0));
    depot.fresh(1);
    assertThat(depot.bounds().minReason(0).code()).isEqualTo(ReasonCode.MAINS_OUT_OF_WINDOW);
  }

  @Test
  void afterAColdStartTheDelayCountsFromTheFirstGoodReading() {
    Depot depot = Depot.of(1);
    depot.state = depot.kernel.initial(depot.model(), depot.now);
    assertThat(depot.bounds().minW(0)).isZero();
    for (int s = 0; s < 60; s++) {
      depot.fresh(1);
      depot.bounds();
    }
    assertThat(depot.bounds().minW(0)).isEqualTo(-10_000);
  }

  @Test
  void aHeavyDischargeIsLimitedBeforeThePackGetsHot() {
    Depot depot = new Depot();
    // 1 kJ/K and 4 W/K: 40 K in ten minutes at 10 kW
    depot.pack = new PackThermal(100_000, 0.2, 0, 400, 25, 600);
    depot.evse(0, Phases.L123);
    depot.open();
    pack(depot, 30);
    Bounds b = depot.bounds();
    // C·ΔT/h = 100000·25/600 = 4167 W of heat: I = √(4167/0.2) = 144 A: 57 kW, no limit
    assertThat(b.minW(0)).isEqualTo(-10_000);
    pack(depot, 44.9);
    depot.pack = new PackThermal(1_000, 0.2, 0, 400, 25, 600);
    Depot small = new Depot();
    small.pack = depot.pack;
    small.evse(0, Phases.L123);
    small.open();
    pack(small, 44.9);
    Bounds limited = small.bounds();
    // 1000·10.1/600 = 16.8 W: 9.2 A: 3.67 kW
    assertThat(limited.minW(0)).isCloseTo(-3_669, within(1.0));
    assertThat(limited.minReason(0))
        .extracting(Reason::code, Reason::subject)
        .containsExactly(ReasonCode.PACK_TEMPERATURE, "forecast");
    assertThat(limited.maxW(0)).as("charging has its own rule").isEqualTo(11_000);
  }
}
