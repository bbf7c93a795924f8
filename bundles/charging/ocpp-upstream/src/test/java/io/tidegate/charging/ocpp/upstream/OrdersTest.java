package io.tidegate.charging.ocpp.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.Target;
import io.tidegate.api.control.TargetKind;
import io.tidegate.api.quantity.ControllerId;
import io.tidegate.api.site.PriorityClass;
import java.time.Duration;
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

/** A management system that may ask for power, on OCPP 2.1 (part 2, Q; S1.11, S2.8, X5). */
@Timeout(60)
class OrdersTest {
  private static final String BOOTED =
      "{\"currentTime\":\"2026-01-01T00:00:00Z\",\"interval\":60,\"status\":\"Accepted\"}";
  private static final String CURVE =
      "\"operationMode\":\"CentralFrequency\",\"v2xBaseline\":500,\"v2xSignalWattCurve\":["
          + "{\"signal\":-100,\"power\":-10000},{\"signal\":0,\"power\":0},"
          + "{\"signal\":100,\"power\":8000}]";

  private final MemoryStore store = new MemoryStore();
  private final List<SiteInput> inputs = new CopyOnWriteArrayList<>();
  private volatile Duration leap = Duration.ZERO;
  private CsmsDouble csms;
  private Exchange exchange;
  private StationDouble station;
  private int ids;

  @BeforeEach
  void open() throws Exception {
    csms = new CsmsDouble("ocpp2.1");
    exchange = Rig.exchange(store, Optional.of(Sites.of("CS01")), inputs::add, () -> now());
  }

  @AfterEach
  void close() throws Exception {
    exchange.close();
    csms.close();
  }

  private Instant now() {
    return Instant.now().plus(leap);
  }

  private void mandated(String mandate) throws Exception {
    Rig.add(exchange, Rig.settings("cloud", csms.url(), "mandate=" + mandate));
    station = new StationDouble(exchange, "CS01", "ocpp2.1");
    station.says("BootNotification", "{}", BOOTED);
    Rig.await("connected", () -> csms.connected("CS01"));
  }

  /** The frame that answers. */
  private String ask(String action, String payload) throws Exception {
    String id = "ask-" + ids++;
    csms.say("CS01", "[2,\"" + id + "\",\"" + action + "\"," + payload + "]");
    Rig.await("an answer to " + payload, () -> answer(id).isPresent());
    return answer(id).orElseThrow();
  }

  private Optional<String> answer(String id) {
    return csms.heard().stream()
        .map(CsmsDouble.Message::text)
        .filter(t -> t.startsWith("[3,\"" + id) || t.startsWith("[4,\"" + id))
        .findFirst();
  }

  private String set(int id, int level, String period) throws Exception {
    return ask(
        "SetChargingProfile",
        "{\"evseId\":1,\"chargingProfile\":{\"id\":"
            + id
            + ",\"stackLevel\":"
            + level
            + ",\"chargingProfilePurpose\":\"TxDefaultProfile\",\"chargingProfileKind\":\"Absolute\","
            + "\"chargingSchedule\":[{\"id\":1,\"chargingRateUnit\":\"W\",\"chargingSchedulePeriod\":"
            + "[{\"startPeriod\":0,"
            + period
            + "}]}]}}");
  }

  private String signal(Instant stamped, int value) throws Exception {
    return ask("AFRRSignal", "{\"timestamp\":\"" + stamped + "\",\"signal\":" + value + "}");
  }

  /** What is asked for now, by EVSE. */
  private Map<String, Target> powers() {
    Map<String, Target> powers = new HashMap<>();
    inputs.stream()
        .filter(SiteInput.PolicyTargets.class::isInstance)
        .reduce((a, b) -> b)
        .ifPresent(
            last ->
                ((SiteInput.PolicyTargets) last)
                    .targets().stream()
                        .filter(t -> t.kind() == TargetKind.EVSE_POWER)
                        .forEach(t -> powers.put(t.evse().orElseThrow().value(), t)));
    return powers;
  }

  private double power() {
    return powers().containsKey("CS01-1") ? powers().get("CS01-1").powerW() : Double.NaN;
  }

  @Test
  void asksForPowerInTheNameOfItsMandateAndNeverOfTheStation() throws Exception {
    mandated("csms");
    assertThat(set(7, 0, "\"operationMode\":\"CentralSetpoint\",\"setpoint\":-5000,\"limit\":7000"))
        .contains("Accepted");
    Target target = powers().get("CS01-1");
    assertThat(target.powerW()).isEqualTo(-5_000);
    assertThat(target.mandate()).isEqualTo("csms");
    assertThat(target.priority()).isEqualTo(PriorityClass.CONTRACT);
    assertThat(target.expires()).isBefore(now().plusSeconds(16));
    assertThat(powers()).hasSize(1);
    Rig.await(
        "a sign of life", () -> inputs.contains(new SiteInput.KeepAlive(new ControllerId("csms"))));
    assertThat(ask("ClearChargingProfile", "{\"chargingProfileId\":7}")).contains("Accepted");
    assertThat(powers()).isEmpty();
    assertThat(station.calls()).as("no power goes past the envelope").isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "-5000, 7000, -4000, -4000",
    "9000, 7000, -4000, 7000",
    "3000, 7000, -4000, 3000",
    "-5000, 7000, 0, 0",
  })
  void keepsItsOwnLimits(double setpoint, double limit, double floor, double power)
      throws Exception {
    mandated("csms");
    assertThat(
            set(
                7,
                0,
                "\"operationMode\":\"CentralSetpoint\",\"setpoint\":"
                    + setpoint
                    + ",\"limit\":"
                    + limit
                    + ",\"dischargeLimit\":"
                    + floor))
        .contains("Accepted");
    assertThat(power()).isEqualTo(power);
  }

  @Test
  void letsTheHighestLevelSpeakAlsoWhereItIsALimitAlone() throws Exception {
    mandated("csms");
    set(7, 0, "\"operationMode\":\"CentralSetpoint\",\"setpoint\":-5000");
    assertThat(power()).isEqualTo(-5_000);
    assertThat(set(8, 1, "\"limit\":3000")).contains("Accepted");
    assertThat(powers()).isEmpty();
    assertThat(set(9, 2, "\"operationMode\":\"Idle\"")).contains("Accepted");
    Rig.await(
        "a limit of nothing",
        () ->
            inputs.stream()
                .filter(SiteInput.PolicyTargets.class::isInstance)
                .reduce((a, b) -> b)
                .map(i -> ((SiteInput.PolicyTargets) i).targets())
                .filter(t -> t.stream().anyMatch(x -> x.powerW() == 0))
                .isPresent());
  }

  @Test
  void followsSignalsAlongTheCurveWhileTheyAreNew() throws Exception {
    mandated("csms");
    Instant begin = now();
    assertThat(signal(begin, 50)).contains("Rejected", "NoProfile");
    assertThat(set(7, 0, CURVE + ",\"dischargeLimit\":-9000")).contains("Accepted");
    assertThat(powers()).as("no power without a signal").isEmpty();

    assertThat(signal(begin, 50)).contains("Accepted");
    assertThat(power()).isCloseTo(4_500, within(1e-9));
    assertThat(signal(begin.plusSeconds(4), -25)).contains("Accepted");
    assertThat(power()).isCloseTo(-2_000, within(1e-9));
    assertThat(signal(begin.plusSeconds(5), -500)).contains("Accepted");
    assertThat(power()).as("the curve's end, and its own limit").isEqualTo(-9_000);

    assertThat(signal(begin.plusSeconds(1), 100)).contains("Rejected", "OutOfOrder");
    assertThat(signal(begin.minusSeconds(60), 100)).contains("Rejected", "InvalidTime");
    assertThat(signal(begin.plusSeconds(600), 100)).contains("Rejected", "InvalidTime");
    assertThat(power()).isEqualTo(-9_000);

    leap = Duration.ofSeconds(30);
    Rig.await("a signal that is too old counts no longer", () -> powers().isEmpty());
    assertThat(signal(now(), 100)).contains("Accepted");
    assertThat(power()).isCloseTo(8_500, within(1e-9));
  }

  @Test
  void endsWithTheLink() throws Exception {
    mandated("csms");
    set(7, 0, CURVE);
    signal(now(), -100);
    assertThat(power()).isEqualTo(-9_500);
    csms.kill();
    Rig.await("nothing is asked for any more", () -> powers().isEmpty());
    inputs.removeIf(SiteInput.KeepAlive.class::isInstance);
    csms.start();
    Rig.await("a new sign of life", () -> inputs.contains(alive()));
    assertThat(powers()).as("signals of before the loss are forgotten").isEmpty();
    assertThat(signal(now(), -100)).contains("Accepted");
    assertThat(power()).isEqualTo(-9_500);
  }

  private static SiteInput alive() {
    return new SiteInput.KeepAlive(new ControllerId("csms"));
  }

  @Test
  void reachesNoHigherThanItsMandate() throws Exception {
    mandated("trader");
    set(7, 0, "\"operationMode\":\"CentralSetpoint\",\"setpoint\":5000");
    assertThat(powers().get("CS01-1").priority()).isEqualTo(PriorityClass.ECONOMY);
  }

  @Test
  void asksForNothingByAMandateThatTheSiteDoesNotKnow() throws Exception {
    mandated("stranger");
    assertThat(set(7, 0, "\"operationMode\":\"CentralSetpoint\",\"setpoint\":5000"))
        .contains("Rejected", "NotEnabled");
    assertThat(powers()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'operationMode':'CentralSetpoint'| UnsupportedParam",
        "'operationMode':'CentralFrequency','limit':5000 | UnsupportedParam",
        "'operationMode':'CentralSetpoint','setpoint':1,'setpoint_L2':2 | UnsupportedParam",
        "'operationMode':'CentralSetpoint','setpoint':1,'setpointReactive':2 | UnsupportedParam",
        "'operationMode':'LocalFrequency','v2xBaseline':1 | UnsupportedParam",
        "'operationMode':'CentralFrequency','v2xSignalWattCurve':[{'signal':2,'power':1},{'signal':1,'power':1}] | InvalidSchedule",
      })
  void rejectsWhatItDoesNotKnow(String period, String reason) throws Exception {
    mandated("csms");
    assertThat(set(7, 0, period.replace('\'', '"'))).contains("Rejected", reason);
    assertThat(powers()).isEmpty();
  }
}
