package io.tidegate.core.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.api.quantity.StationId;
import io.tidegate.api.site.DischargeAccess;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.site.MandateSource;
import io.tidegate.api.site.Node;
import io.tidegate.api.site.PriorityClass;
import io.tidegate.api.site.SiteModel;
import io.tidegate.codec.yaml.Problem;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiteFileTest {
  private static final String GOOD =
      """
      site: Depot
      grid: {importCapKw: 120, exportCapKw: 60, importCapPhaseA: 200, maxImbalanceA: 60, buildingDesignLoadKw: 40, meter: grid}
      nodes:
        - {id: T1, kind: transformer, parent: grid, ratingKw: 63, phaseRatingA: 100, designLoadKw: 5, thermal: {ambientC: 20}}
        - {id: F1, kind: feeder, parent: T1, ratingKw: 44}
      stations:
        - id: CS01
          discharge: negative-limit
          unit: A
          setpointInterval: 0s
          evses:
            - {id: E01, number: 1, node: F1, phases: L123, maxChargeKw: 11, maxDischargeKw: 10, safeShareKw: 4.2, rampKwPerS: 5}
            - {id: E02, number: 2, node: T1, phases: L2, maxChargeKw: 7.4, minChargeA: 10, safeShareKw: 2.3}
      mandates:
        - {id: dms, kind: upstream, highest: grid-emergency, keepAlive: 3s}
        - {id: "policy:peak-shaving", kind: local, highest: contract}
      safety: {minSocPct: 25, packThermal: {resistanceOhm: 0.2}}
      """;

  private static SiteFile.Reading read(String text) {
    return SiteFile.read("site.yaml", text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> problems(String text) {
    return read(text).problems().stream().map(Problem::toString).toList();
  }

  private static SiteModel good() {
    SiteFile.Reading reading = read(GOOD);
    assertThat(reading.problems()).isEmpty();
    return reading.model().orElseThrow();
  }

  @Test
  void readsTheTreeWithItsUnits() {
    SiteModel model = good();
    assertThat(model.grid().importCapW()).isEqualTo(120_000);
    assertThat(model.grid().importCapPhaseW()).isEqualTo(200 * 230);
    assertThat(model.grid().exportCapPhaseW()).isInfinite();
    assertThat(model.nodes()).extracting(Node::id).containsExactly("grid", "T1", "F1");
    assertThat(model.nodes().get(2).parent()).isEqualTo(1);
    assertThat(model.nodes().get(1).phaseRatingW()).isEqualTo(23_000);
    assertThat(model.nodes().get(0).designLoadW()).isEqualTo(40_000);
    assertThat(model.nodes().get(1).thermal().orElseThrow().ambientC()).isEqualTo(20);
    assertThat(model.nodes().get(0).meter()).isEqualTo("grid");
  }

  @Test
  void turnsAmperesIntoWattsByNominalVoltageAndPhases() {
    EvseSpec three = good().evses().get(0);
    EvseSpec one = good().evses().get(1);
    assertThat(three.minChargeW()).isEqualTo(6 * 230 * 3);
    assertThat(one.minChargeW()).isEqualTo(10 * 230);
    assertThat(three.rampWPerS()).isEqualTo(5_000);
    assertThat(one.rampWPerS()).isInfinite();
    assertThat(one.maxShareW()).isEqualTo(7_400, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({
    "none, NONE",
    "negative-limit, NEGATIVE_LIMIT",
    "v2x-additions, V2X_ADDITIONS",
    "ocpp2.1, OCPP_2_1",
    "iso15118, ISO_15118"
  })
  void readsHowAStationTakesDischarge(String word, DischargeAccess access) {
    SiteFile.Reading reading =
        read(GOOD.replace("discharge: negative-limit", "discharge: " + word));
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.model().orElseThrow().stations().get(0).dischargeAccess()).isEqualTo(access);
  }

  @ParameterizedTest
  @CsvSource({"1.6, ocpp1.6", "2.0.1, ocpp2.0.1", "2.1, ocpp2.1", "newest, "})
  void readsTheVersionThatAStationIsPinnedTo(String word, String subprotocol) {
    SiteFile.Reading reading = read(GOOD.replace("unit: A", "unit: A\n    ocpp: " + word));
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.model().orElseThrow().stations().get(0).subprotocol())
        .isEqualTo(java.util.Optional.ofNullable(subprotocol));
    assertThat(good().stations().get(0).subprotocol()).isEmpty();
  }

  @Test
  void readsStationsMandatesAndSafetyWithDefaults() {
    SiteModel model = good();
    assertThat(model.station(new StationId("CS01")).orElseThrow().dischargeAccess())
        .isEqualTo(DischargeAccess.NEGATIVE_LIMIT);
    assertThat(model.stations().get(0).setpointInterval()).isZero();
    MandateSource dms = model.mandateSource("dms").orElseThrow();
    assertThat(dms.keepAlive()).isEqualTo(Duration.ofSeconds(3));
    assertThat(dms.highestClass()).isEqualTo(PriorityClass.GRID_EMERGENCY);
    assertThat(model.safety().minSocPct()).isEqualTo(25);
    assertThat(model.safety().reenableSocPct()).isEqualTo(35);
    assertThat(model.safety().inverterDerateStartC()).isEqualTo(65);
    assertThat(model.safety().packThermal().resistanceOhm()).isEqualTo(0.2);
    assertThat(model.safety().maxFrequencyHz()).isEqualTo(51.5);
  }

  @Test
  void takesTheMainsWindowOfASixtyHertzGrid() {
    SiteModel model =
        read(GOOD.replace("meter: grid", "meter: grid, nominalFrequencyHz: 60"))
            .model()
            .orElseThrow();
    assertThat(model.safety().minFrequencyHz()).isEqualTo(58.5);
    assertThat(model.safety().reenableDelayS()).isEqualTo(300);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ratingKw: 44                | ratingKw: 4               | site.yaml:5: nodes[1].ratingKw is less than the safe shares, 4.2 kW
          ratingKw: 63                | ratingKw: 11              | site.yaml:4: nodes[0].ratingKw is less than the safe shares, 6.5 kW, and the design load, 5.0 kW
          importCapKw: 120            | importCapKw: 46           | site.yaml:2: grid.importCapKw is less than the safe shares
          phaseRatingA: 100           | phaseRatingA: 23          | site.yaml:4: nodes[0].phaseRatingA is less than the safe shares and the design load on L2
          importCapPhaseA: 200        | importCapPhaseA: 74       | site.yaml:2: grid.importCapPhaseA is less than
          maxImbalanceA: 60           | maxImbalanceA: 9          | site.yaml:2: grid.maxImbalanceA is less than the safe shares need
          buildingDesignLoadKw: 40    | buildingDesignLoadKw: 4   | site.yaml:2: grid.buildingDesignLoadKw is less than the design loads of the nodes below, 5.0 kW
          safeShareKw: 4.2            | safeShareKw: 2            | site.yaml:12: stations[0].evses[0].safeShareKw must be 0 or at least the minimum current, 4.1 kW
          safeShareKw: 2.3            | safeShareKw: 8            | site.yaml:13: stations[0].evses[1].safeShareKw is above maxChargeKw
          maxDischargeKw: 10          | maxDischargeKw: 3         | maxDischargeKw is below the minimum current
          id: E02                     | id: E01                   | site.yaml:13: stations[0].evses[1].id "E01" is listed twice, first in line 12
          number: 2                   | number: 1                 | site.yaml:13: stations[0].evses[1].number 1 is taken
          node: F1                    | node: F2                  | site.yaml:12: stations[0].evses[0].node "F2" is no node, did you mean F1?
          parent: T1                  | parent: T2                | site.yaml:5: nodes[1].parent "T2" is no node above this one, did you mean T1?
          id: F1                      | id: T1                    | site.yaml:5: nodes[1].id "T1" is listed twice
          kind: feeder                | kind: grid                | site.yaml:5: nodes[1].kind must be transformer or feeder
          kind: transformer           | kind: feeder              | site.yaml:4: nodes[0].thermal is for transformers only
          ambientC: 20                | throttleEndC: 100         | throttleEndC must be above throttleStartC
          ambientC: 20                | k21: 0.2                  | nodes[0].thermal.k21 must be a number from 1 to 4
          keepAlive: 3s               | keepAlive: 30s            | site.yaml:15: mandates[0].keepAlive must be a duration from 500ms to 5000ms
          highest: contract           | highest: must-charge      | site.yaml:16: mandates[1].highest is "must-charge", must be one of grid-emergency, contract, economy
          id: dms                     | id: "policy:dms"          | mandates[0].kind must be local
          minSocPct: 25               | minSocPct: 25, reenableSocPct: 24 | safety.reenableSocPct must be at least minSocPct, 25.0
          minSocPct: 25               | minSocPercent: 25         | site.yaml:17: safety.minSocPercent is no known key, did you mean minSocPct?
          exportCapKw: 60             | exportCapKW: 60           | grid.exportCapKw is missing
          site: Depot                 | sit: Depot                | site.yaml:1: sit is no known key, did you mean site?
          discharge: negative-limit   | discharge: yes            | site.yaml:8: stations[0].discharge is "yes", must be one of none, negative-limit
          id: CS01                    | id: "CS:01"               | site.yaml:7: stations[0].id "CS:01" is no id
          ratingKw: 63                | ratingKw: 63, meter: grid | site.yaml:4: nodes[0].meter "grid" already measures node grid
          meter: grid                 | nominalFrequencyHz: 55    | grid.nominalFrequencyHz must be 50 or 60
          """)
  void namesTheLineOf(String good, String bad, String sentence) {
    assertThat(GOOD).contains(good);
    SiteFile.Reading reading = read(GOOD.replace(good, bad));
    assertThat(reading.model()).isEmpty();
    assertThat(reading.problems())
        .extracting(Problem::toString)
        .anyMatch(p -> p.contains(sentence));
  }

  @Test
  void reportsManyProblemsAtOnce() {
    assertThat(
            problems(
                GOOD.replace("importCapKw: 120", "importCapKw: -1")
                    .replace("unit: A", "unit: V")
                    .replace("keepAlive: 3s", "keepAlive: x")))
        .hasSize(3);
  }

  @Test
  void needsAGridSection() {
    assertThat(problems("site: x\n")).singleElement().asString().contains("grid is missing");
  }

  @Test
  void readsTheDefaultFileThatShips() throws IOException {
    Path shipped = Path.of("../../../config/site.yaml");
    SiteFile.Reading reading = SiteFile.read("config/site.yaml", Files.readAllBytes(shipped));
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.model().orElseThrow().evses()).hasSize(2);
  }

  /**
   * The aim is 100 ms, but a busy machine cannot tell; it can tell that the work is not quadratic.
   */
  @Test
  void readsFiveThousandEvsesQuickly() {
    long few = leastCpuNanos(1_000);
    assertThat(leastCpuNanos(5_000)).isLessThan(15 * few);
  }

  private static long leastCpuNanos(int evses) {
    StringBuilder text =
        new StringBuilder("site: big\ngrid: {importCapKw: 50000, exportCapKw: 0}\nstations:\n");
    for (int i = 0; i < evses; i++) {
      text.append("  - id: CS").append(i).append("\n    evses:\n");
      text.append("      - {id: E").append(i).append(", maxChargeKw: 11, safeShareKw: 4.2}\n");
    }
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      long begin = threads.getCurrentThreadCpuTime();
      SiteFile.Reading reading = read(text.toString());
      least = Math.min(least, threads.getCurrentThreadCpuTime() - begin);
      assertThat(reading.model().orElseThrow().evses()).hasSize(evses);
    }
    return least;
  }
}
