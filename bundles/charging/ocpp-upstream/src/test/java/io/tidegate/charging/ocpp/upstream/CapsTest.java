package io.tidegate.charging.ocpp.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.Target;
import io.tidegate.api.control.TargetKind;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Profiles from above end in the gateway, as upper limits or not at all (S8, S9, S14, P19). */
@Timeout(60)
class CapsTest {
  private static final String BOOTED =
      "{\"currentTime\":\"2026-01-01T00:00:00Z\",\"interval\":60,\"status\":\"Accepted\"}";

  private final MemoryStore store = new MemoryStore();
  private final List<SiteInput.PolicyTargets> inputs = new CopyOnWriteArrayList<>();
  private CsmsDouble csms;
  private Exchange exchange;
  private int ids;

  @BeforeEach
  void open() throws Exception {
    csms = new CsmsDouble("ocpp2.1,ocpp2.0.1,ocpp1.6");
    start();
  }

  private void start() {
    exchange =
        Rig.exchange(
            store,
            Optional.of(Sites.of("CS01")),
            input -> inputs.add((SiteInput.PolicyTargets) input));
  }

  @AfterEach
  void close() throws Exception {
    exchange.close();
    csms.close();
  }

  private StationDouble station(String subprotocol) throws Exception {
    Rig.add(exchange, Rig.settings("cloud", csms.url()));
    StationDouble station = new StationDouble(exchange, "CS01", subprotocol);
    station.says("BootNotification", "{}", BOOTED);
    Rig.await("connected", () -> csms.connected("CS01"));
    return station;
  }

  /** The frame that answers. */
  private String ask(String action, String payload) throws Exception {
    String id = "ask-" + ids++;
    csms.say("CS01", "[2,\"" + id + "\",\"" + action + "\"," + payload + "]");
    String[] answer = {""};
    Rig.await(
        "an answer to " + payload,
        () -> {
          for (CsmsDouble.Message m : csms.heard()) {
            if (m.text().startsWith("[3,\"" + id) || m.text().startsWith("[4,\"" + id)) {
              answer[0] = m.text();
              return true;
            }
          }
          return false;
        });
    return answer[0];
  }

  private static String profile(int evse, String head, String periods) {
    return "{\"evseId\":"
        + evse
        + ",\"chargingProfile\":{"
        + head
        + ",\"chargingSchedule\":[{\"id\":1,\"chargingSchedulePeriod\":["
        + periods
        + "]}]}}";
  }

  private static String plain(int evse, int id, String purpose, int level, double watts) {
    return profile(
            evse,
            "\"id\":"
                + id
                + ",\"stackLevel\":"
                + level
                + ",\"chargingProfilePurpose\":\""
                + purpose
                + "\",\"chargingProfileKind\":\"Absolute\"",
            "{\"startPeriod\":0,\"limit\":" + watts + "}")
        .replace(
            "\"id\":1,\"chargingSchedulePeriod",
            "\"id\":1,\"chargingRateUnit\":\"W\",\"chargingSchedulePeriod");
  }

  private Map<String, Double> limits() {
    Map<String, Double> limits = new HashMap<>();
    if (!inputs.isEmpty()) {
      for (Target target : inputs.get(inputs.size() - 1).targets()) {
        assertThat(target.kind()).isEqualTo(TargetKind.EVSE_LIMIT);
        limits.put(target.evse().orElseThrow().value(), target.powerW());
      }
    }
    return limits;
  }

  @Test
  void capsTheSiteAndLeavesTheStationAlone() throws Exception {
    StationDouble station = station("ocpp2.0.1");
    assertThat(ask("SetChargingProfile", plain(1, 7, "TxDefaultProfile", 0, 5_000)))
        .endsWith("{\"status\":\"Accepted\"}]");
    assertThat(limits()).containsOnly(Map.entry("CS01-1", 5_000.0));
    assertThat(inputs.get(0).policy()).isEqualTo("upstream/cloud");

    assertThat(ask("SetChargingProfile", plain(0, 8, "ChargingStationMaxProfile", 0, 6_000)))
        .contains("Accepted");
    assertThat(limits()).containsOnly(Map.entry("CS01-1", 3_000.0), Map.entry("CS01-2", 3_000.0));

    assertThat(ask("SetChargingProfile", plain(0, 9, "TxDefaultProfile", 0, 1_000)))
        .contains("Accepted");
    assertThat(ask("SetChargingProfile", plain(1, 10, "TxDefaultProfile", 3, 2_500)))
        .contains("Accepted");
    assertThat(limits())
        .as("the higher level counts where it says something")
        .containsOnly(Map.entry("CS01-1", 2_500.0), Map.entry("CS01-2", 1_000.0));
    assertThat(ask("GetChargingProfiles", "{\"requestId\":5,\"chargingProfile\":{}}"))
        .contains("Accepted");
    Rig.await(
        "a report of its own profiles",
        () ->
            csms.heard().stream().filter(m -> m.action().equals("ReportChargingProfiles")).count()
                == 2);

    assertThat(ask("ClearChargingProfile", "{\"chargingProfileId\":8}")).contains("Accepted");
    assertThat(ask("ClearChargingProfile", "{\"chargingProfileId\":8}")).contains("Unknown");
    assertThat(
            ask(
                "ClearChargingProfile",
                "{\"chargingProfileCriteria\":{\"chargingProfilePurpose\":\"TxDefaultProfile\"}}"))
        .contains("Accepted");
    assertThat(limits()).isEmpty();
    assertThat(station.calls()).as("no profile, nor its end, reaches a station").isEmpty();
  }

  @Test
  void remembersCapsOverARestart() throws Exception {
    station("ocpp2.0.1");
    ask("SetChargingProfile", plain(1, 7, "TxDefaultProfile", 0, 5_000));
    exchange.close();
    inputs.clear();
    start();
    Rig.add(exchange, Rig.settings("cloud", csms.url()));
    Rig.await("the cap", () -> limits().equals(Map.of("CS01-1", 5_000.0)));
  }

  @Test
  void limitsATransactionAsLongAsItRuns() throws Exception {
    StationDouble station = station("ocpp2.0.1");
    String request =
        plain(1, 7, "TxProfile", 0, 4_000)
            .replace("\"id\":7,", "\"id\":7,\"transactionId\":\"T1\",");
    assertThat(ask("SetChargingProfile", request)).contains("TxNotFound");
    assertThat(ask("SetChargingProfile", plain(1, 7, "TxProfile", 0, 4_000)))
        .contains("InvalidProfile");
    station.says(
        "TransactionEvent",
        "{\"eventType\":\"Started\",\"transactionInfo\":{\"transactionId\":\"T1\"},\"evse\":{\"id\":1}}",
        "{}");
    assertThat(ask("SetChargingProfile", request)).contains("Accepted");
    assertThat(limits()).containsOnly(Map.entry("CS01-1", 4_000.0));
    station.says(
        "TransactionEvent",
        "{\"eventType\":\"Ended\",\"transactionInfo\":{\"transactionId\":\"T1\"}}",
        "{}");
    Rig.await("its end", () -> limits().isEmpty());
  }

  @Test
  void keepsTheProfileOfAStartAndPassesOnTheStart() throws Exception {
    StationDouble station = station("ocpp2.0.1");
    String profile = plain(1, 7, "TxProfile", 0, 4_000).replace("{\"evseId\":1,", "");
    csms.say(
        "CS01",
        "[2,\"x\",\"RequestStartTransaction\",{\"evseId\":1,\"remoteStartId\":1,\"idToken\":{\"idToken\":"
            + "\"A\",\"type\":\"Central\"},"
            + profile
            + "]");
    Rig.await("the start", () -> station.calls().size() == 1);
    assertThat(station.calls().get(0).payload()).doesNotContain("rofile").contains("remoteStartId");
    assertThat(limits()).containsOnly(Map.entry("CS01-1", 4_000.0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-5000 | ocpp2.0.1 | InvalidSchedule",
        "-5000 | ocpp2.1 | InvalidSchedule",
        "-5000 | ocpp1.6 | Rejected",
      })
  void neverTakesADischarge(String limit, String version, String answer) throws Exception {
    StationDouble station = station(version);
    String request =
        version.equals("ocpp1.6")
            ? "{\"connectorId\":1,\"csChargingProfiles\":{\"chargingProfileId\":1,\"stackLevel\":0,"
                + "\"chargingProfilePurpose\":\"TxDefaultProfile\",\"chargingProfileKind\":\"Absolute\","
                + "\"chargingSchedule\":{\"chargingRateUnit\":\"W\",\"chargingSchedulePeriod\":"
                + "[{\"startPeriod\":0,\"limit\":"
                + limit
                + "}]}}}"
            : plain(1, 7, "TxDefaultProfile", 0, Double.parseDouble(limit));
    assertThat(ask("SetChargingProfile", request)).contains(answer);
    assertThat(limits()).isEmpty();
    assertThat(station.calls()).isEmpty();
  }

  @Test
  void rejectsWhatIsNoPlainLimitWithAReason() throws Exception {
    StationDouble station = station("ocpp2.1");
    String usual =
        "\"id\":1,\"stackLevel\":0,\"chargingProfilePurpose\":\"TxDefaultProfile\",\"chargingProfileKind\":\"Absolute\"";
    String unit = "\"id\":1,\"chargingSchedulePeriod";
    String inW = "\"id\":1,\"chargingRateUnit\":\"W\",\"chargingSchedulePeriod";
    Map<String, String> cases = new HashMap<>();
    cases.put(
        profile(1, usual, "{\"startPeriod\":0,\"limit\":1},{\"startPeriod\":0,\"limit\":2}"),
        "InvalidSchedule");
    cases.put(profile(1, usual, "{\"startPeriod\":5,\"limit\":1}"), "InvalidSchedule");
    cases.put(
        profile(
            1,
            usual,
            "{\"startPeriod\":0,\"operationMode\":\"CentralSetpoint\",\"setpoint\":-5000}"),
        "NotEnabled");
    cases.put(
        profile(
            1, usual, "{\"startPeriod\":0,\"operationMode\":\"ExternalSetpoint\",\"limit\":5000}"),
        "UnsupportedParam");
    cases.put(profile(9, usual, "{\"startPeriod\":0,\"limit\":1}"), "UnknownEvse");
    cases.put(
        profile(
            1,
            usual.replace("TxDefaultProfile", "ChargingStationExternalConstraints"),
            "{\"startPeriod\":0,\"limit\":1}"),
        "UnsupportedPurpose");
    cases.put(
        profile(
            1,
            usual.replace("TxDefaultProfile", "ChargingStationMaxProfile"),
            "{\"startPeriod\":0,\"limit\":1}"),
        "InvalidProfile");
    cases.put(
        profile(
            1,
            usual.replace("\"stackLevel\":0", "\"stackLevel\":100"),
            "{\"startPeriod\":0,\"limit\":1}"),
        "InvalidStackLevel");
    cases.put(
        profile(1, usual.replace("Absolute", "Dynamic"), "{\"startPeriod\":0,\"limit\":1}"),
        "UnsupportedKind");
    for (Map.Entry<String, String> each : cases.entrySet()) {
      assertThat(ask("SetChargingProfile", each.getKey().replace(unit, inW)))
          .contains("Rejected", each.getValue());
    }
    StringBuilder periods = new StringBuilder("{\"startPeriod\":0,\"limit\":1}");
    for (int i = 1; i < 1_025; i++) {
      periods.append(",{\"startPeriod\":").append(i).append(",\"limit\":1}");
    }
    assertThat(ask("SetChargingProfile", profile(1, usual, periods.toString()).replace(unit, inW)))
        .startsWith("[4,")
        .contains("OccurrenceConstraintViolation");
    assertThat(limits()).isEmpty();
    assertThat(station.calls()).isEmpty();
  }

  @Test
  void readsSchedulesOverTime() {
    Instant begin = Instant.parse("2026-03-01T00:00:00Z");
    Cap.Wiring wiring = new Cap.Wiring(230, 3);
    List<Cap.Period> periods =
        List.of(
            new Cap.Period(0, 10, java.util.OptionalInt.empty()),
            new Cap.Period(3_600, 16, java.util.OptionalInt.of(1)));
    Cap.Schedule schedule =
        new Cap.Schedule(Optional.of(begin), java.util.OptionalInt.of(7_200), true, periods);
    Cap daily = cap(Cap.Repeats.DAILY, schedule, begin);
    assertThat(daily.watts(begin, wiring)).isCloseTo(6_900, within(1e-9));
    assertThat(daily.watts(begin.plusSeconds(4_000), wiring)).isCloseTo(3_680, within(1e-9));
    assertThat(daily.watts(begin.plusSeconds(7_200), wiring)).isInfinite();
    assertThat(daily.watts(begin.plusSeconds(86_400 + 10), wiring)).isCloseTo(6_900, within(1e-9));
    Cap once = cap(Cap.Repeats.NEVER, schedule, begin);
    assertThat(once.watts(begin.minusSeconds(1), wiring)).isInfinite();
    assertThat(once.watts(begin.plusSeconds(86_400 + 10), wiring)).isInfinite();
    Cap relative = cap(Cap.Repeats.RELATIVE, schedule, begin);
    assertThat(relative.watts(begin.plusSeconds(90_000), wiring)).isCloseTo(3_680, within(1e-9));
  }

  private static Cap cap(Cap.Repeats repeats, Cap.Schedule schedule, Instant taken) {
    return new Cap(
        1,
        1,
        Cap.Purpose.DEFAULT,
        0,
        repeats,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(schedule),
        taken);
  }
}
