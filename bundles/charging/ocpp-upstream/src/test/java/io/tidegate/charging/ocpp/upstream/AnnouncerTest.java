package io.tidegate.charging.ocpp.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.DecisionView;
import io.tidegate.api.control.Reason;
import io.tidegate.api.control.ReasonCode;
import io.tidegate.api.site.SiteModel;
import io.tidegate.charging.ocpp.upstream.Decisions.Given;
import io.tidegate.charging.ocpp.upstream.SiteLimits.Limit;
import io.tidegate.codec.ocpp.json.Frame;
import io.tidegate.codec.ocpp.json.Side;
import io.tidegate.codec.ocpp.json.Strictness;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Systems above hear of limits of the site that bind a vehicle (K12–K14). */
@Timeout(60)
class AnnouncerTest {
  private static final String BOOT =
      "{\"reason\":\"PowerUp\",\"chargingStation\":{\"model\":\"M\",\"vendorName\":\"V\"}}";
  private static final String BOOTED =
      "{\"currentTime\":\"2026-01-01T00:00:00Z\",\"interval\":60,\"status\":\"Accepted\"}";
  private static final SiteModel SITE = Sites.of("CS01");
  private static final Reason TRANSFORMER = new Reason(ReasonCode.NODE_RATING, "T1", 20_000);
  private static final Reason VEHICLE = new Reason(ReasonCode.VEHICLE_LIMIT, "", 7_000);

  private final AtomicReference<DecisionView> decision = new AtomicReference<>();
  private final Protocols protocols = new Protocols();
  private CsmsDouble csms;
  private Exchange exchange;

  @BeforeEach
  void open() throws Exception {
    csms = new CsmsDouble("ocpp2.1,ocpp2.0.1,ocpp1.6");
    exchange = Rig.exchange(new MemoryStore(), () -> Optional.ofNullable(decision.get()));
  }

  @AfterEach
  void close() throws Exception {
    exchange.close();
    csms.close();
  }

  private StationDouble booted(String version, String... fields) throws Exception {
    Rig.add(exchange, Rig.settings("cloud", csms.url(), fields));
    StationDouble station = new StationDouble(exchange, "CS01", version);
    station.says("BootNotification", BOOT, BOOTED);
    Rig.await("the boot", () -> csms.heard().size() == 1);
    return station;
  }

  private void decides(Given... given) {
    decision.set(Decisions.of(SITE, given));
  }

  private static Given free() {
    return Given.of(7_000, VEHICLE);
  }

  private List<CsmsDouble.Message> told() {
    return csms.heard().stream().filter(m -> m.action().endsWith("ChargingLimit")).toList();
  }

  private static String limit(CsmsDouble.Message message) {
    return Splice.value(message.payload(), "chargingSchedule").orElse("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ocpp2.0.1", "ocpp2.1"})
  void tellsOfALimitWhenItBindsAndWhenItNoLongerDoes(String version) throws Exception {
    decides(free(), Given.of(3_300.55, TRANSFORMER));
    booted(version, "limits.interval.s=1");
    Rig.await("the limit", () -> told().size() == 1);
    CsmsDouble.Message limited = told().get(0);
    assertThat(limited.action()).isEqualTo("NotifyChargingLimit");
    assertThat(limited.payload())
        .contains("\"evseId\":2", "\"chargingLimitSource\":\"EMS\"", "\"limit\":3300.5}");
    assertThat(
            protocols
                .of(version)
                .orElseThrow()
                .read(limited.text(), Side.STATION, Strictness.STRICT))
        .isInstanceOf(Frame.Call.class);
    decides(free(), free());
    Rig.await("its end", () -> told().size() == 2);
    CsmsDouble.Message cleared = told().get(1);
    assertThat(cleared.action()).isEqualTo("ClearedChargingLimit");
    assertThat(cleared.payload()).isEqualTo("{\"chargingLimitSource\":\"EMS\",\"evseId\":2}");
    assertThat(
            protocols
                .of(version)
                .orElseThrow()
                .read(cleared.text(), Side.STATION, Strictness.STRICT))
        .isInstanceOf(Frame.Call.class);
  }

  @Test
  void keepsInsignificantChangesToItself() throws Exception {
    decides(Given.of(5_000, TRANSFORMER));
    booted("ocpp2.0.1", "limits.interval.s=1", "limits.significance.percent=20");
    Rig.await("the limit", () -> told().size() == 1);
    decides(Given.of(4_100, TRANSFORMER), Given.of(1_000, TRANSFORMER));
    // the other EVSE shows that the newer decision has been looked at
    Rig.await("the other limit", () -> told().size() == 2);
    assertThat(told().get(1).payload()).contains("\"evseId\":2");
    decides(Given.of(3_900, TRANSFORMER), Given.of(1_000, TRANSFORMER));
    Rig.await("a significant change", () -> told().size() == 3);
    assertThat(limit(told().get(2))).contains("\"limit\":3900.0");
  }

  @Test
  void leavesAnIntervalBetweenTwoMessagesOnOneEvse() throws Exception {
    decides(Given.of(5_000, TRANSFORMER));
    booted("ocpp2.0.1", "limits.interval.s=86400");
    Rig.await("the limit", () -> told().size() == 1);
    decides(free(), Given.of(1_000, TRANSFORMER));
    Rig.await("the other limit", () -> told().size() == 2);
    assertThat(told().get(1).payload()).contains("\"evseId\":2");
  }

  @Test
  void makesUpForWhatHappenedWithoutALink() throws Exception {
    decides(Given.of(5_000, TRANSFORMER));
    booted("ocpp2.0.1", "limits.interval.s=1");
    Rig.await("the limit", () -> told().size() == 1);
    csms.kill();
    decides(free(), Given.of(1_000, TRANSFORMER));
    csms.start();
    Rig.await("both", () -> told().size() == 3);
    assertThat(told().subList(1, 3))
        .extracting(CsmsDouble.Message::action)
        .containsExactlyInAnyOrder("ClearedChargingLimit", "NotifyChargingLimit");
  }

  @Test
  void saysWhoseLimitItIsNow() throws Exception {
    decides(Given.of(5_000, TRANSFORMER));
    booted("ocpp2.0.1", "limits.interval.s=1");
    Rig.await("the limit", () -> told().size() == 1);
    decides(Given.of(5_000, new Reason(ReasonCode.COMMAND_LIMIT, Decisions.COMMAND, 20_000)));
    Rig.await("another", () -> told().size() == 3);
    assertThat(told().get(1).payload()).isEqualTo("{\"chargingLimitSource\":\"EMS\",\"evseId\":1}");
    assertThat(told().get(2).payload()).contains("\"chargingLimitSource\":\"SO\"");
  }

  @Test
  void endsWhereTheSystemKnowsNoSuchMessage() throws Exception {
    csms.answers(
        (action, payload) ->
            action.equals("NotifyChargingLimit")
                ? Optional.of("!NotImplemented")
                : CsmsDouble.usual(action, payload));
    decides(Given.of(5_000, TRANSFORMER));
    CsmsDouble other = new CsmsDouble("ocpp2.0.1");
    try {
      // looked at after the first, so that what it hears the first would have heard
      Rig.add(exchange, Rig.settings("listens", other.url(), "limits.interval.s=1"));
      StationDouble station = booted("ocpp2.0.1", "limits.interval.s=1");
      Rig.await("the limit", () -> told().size() == 1);
      // what is forwarded after it shows that the error has come
      station.says("StatusNotification", "{\"n\":1}", "{}");
      Rig.await("the status", () -> csms.heard().size() == 3);
      decides(Given.of(1_000, TRANSFORMER));
      Rig.await(
          "the change",
          () -> other.heard().stream().anyMatch(m -> limit(m).contains("\"limit\":1000.0")));
      assertThat(told()).hasSize(1);
    } finally {
      other.close();
    }
  }

  @Test
  void tellsNothingOn16NorWhereItIsSwitchedOff() throws Exception {
    decides(Given.of(5_000, TRANSFORMER));
    CsmsDouble other = new CsmsDouble("ocpp2.0.1");
    try {
      Rig.add(exchange, Rig.settings("cloud", csms.url(), "stations=CS16"));
      Rig.add(exchange, Rig.settings("quiet", other.url(), "limits.told=false"));
      Rig.add(exchange, Rig.settings("told", csms.url(), "stations=CS01"));
      new StationDouble(exchange, "CS16", "ocpp1.6")
          .says(
              "BootNotification",
              "{\"chargePointModel\":\"M\",\"chargePointVendor\":\"V\"}",
              BOOTED);
      new StationDouble(exchange, "CS01", "ocpp2.0.1").says("BootNotification", BOOT, BOOTED);
      Rig.await("one is told", () -> told().size() == 1);
      assertThat(told().get(0).station()).isEqualTo("CS01");
      assertThat(other.heard()).allMatch(m -> m.action().equals("BootNotification"));
    } finally {
      other.close();
    }
  }

  private static Map<String, Map<Integer, Limit>> limits(Given... given) {
    return SiteLimits.of(Decisions.of(SITE, given), "cloud");
  }

  @Test
  void knowsOnWhoseAccountAVehicleIsHeldDown() {
    Reason cap = new Reason(ReasonCode.COMMAND_LIMIT, Decisions.CAP, 4_000);
    Reason own = new Reason(ReasonCode.COMMAND_LIMIT, "cloud/CS01-1", 4_000);
    Reason policy = new Reason(ReasonCode.COMMAND_LIMIT, "shave-1", 4_000);
    Reason waits = Reason.of(ReasonCode.AWAITING_DECREASE);
    assertThat(limits(Given.of(4_000, waits, cap, TRANSFORMER), Given.of(0, policy)))
        .isEqualTo(Map.of("CS01", Map.of(1, new Limit(4_000, "CSO"), 2, new Limit(0, "EMS"))));
    Reason node = new Reason(ReasonCode.COMMAND_LIMIT, "grid", 20_000);
    assertThat(limits(Given.of(4_000, node)))
        .as("the arbiter names the node, the node's bound its command")
        .isEqualTo(Map.of("CS01", Map.of(1, new Limit(4_000, "SO"))));
    assertThat(limits(Given.of(4_000, own, TRANSFORMER), free())).isEmpty();
    assertThat(limits(Given.of(-4_000, TRANSFORMER), new Given(0, false, List.of(TRANSFORMER))))
        .as("a delivery, and nobody there")
        .isEmpty();
  }
}
