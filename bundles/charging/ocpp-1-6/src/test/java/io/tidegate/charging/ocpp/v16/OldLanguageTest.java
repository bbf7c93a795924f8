package io.tidegate.charging.ocpp.v16;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.connection.OutboundCall;
import io.tidegate.api.connection.Slot;
import io.tidegate.api.journal.TransactionLedger;
import io.tidegate.api.quantity.StationId;
import io.tidegate.charging.ocpp.dialect.Heard;
import io.tidegate.charging.ocpp.dialect.Hearing;
import io.tidegate.charging.ocpp.dialect.Language;
import io.tidegate.codec.ocpp.json.Frame;
import io.tidegate.codec.ocpp.json.Side;
import io.tidegate.codec.ocpp.json.Stamp;
import io.tidegate.codec.ocpp.json.Strictness;
import io.tidegate.codec.ocpp.json.v16.StartTransactionResponse;
import io.tidegate.codec.ocpp.json.v21.AuthorizationStatus;
import io.tidegate.codec.ocpp.json.v21.ChargingProfile;
import io.tidegate.codec.ocpp.json.v21.ChargingProfileKind;
import io.tidegate.codec.ocpp.json.v21.ChargingProfilePurpose;
import io.tidegate.codec.ocpp.json.v21.ChargingProfileStatus;
import io.tidegate.codec.ocpp.json.v21.ChargingRateUnit;
import io.tidegate.codec.ocpp.json.v21.ChargingSchedule;
import io.tidegate.codec.ocpp.json.v21.ChargingSchedulePeriod;
import io.tidegate.codec.ocpp.json.v21.Component;
import io.tidegate.codec.ocpp.json.v21.GetCompositeScheduleRequest;
import io.tidegate.codec.ocpp.json.v21.GetCompositeScheduleResponse;
import io.tidegate.codec.ocpp.json.v21.GetTransactionStatusRequest;
import io.tidegate.codec.ocpp.json.v21.GetVariableData;
import io.tidegate.codec.ocpp.json.v21.GetVariablesRequest;
import io.tidegate.codec.ocpp.json.v21.GetVariablesResponse;
import io.tidegate.codec.ocpp.json.v21.IdToken;
import io.tidegate.codec.ocpp.json.v21.IdTokenInfo;
import io.tidegate.codec.ocpp.json.v21.Measurand;
import io.tidegate.codec.ocpp.json.v21.MeterValuesRequest;
import io.tidegate.codec.ocpp.json.v21.RequestStartTransactionRequest;
import io.tidegate.codec.ocpp.json.v21.SetChargingProfileRequest;
import io.tidegate.codec.ocpp.json.v21.SetChargingProfileResponse;
import io.tidegate.codec.ocpp.json.v21.SetVariableData;
import io.tidegate.codec.ocpp.json.v21.SetVariablesRequest;
import io.tidegate.codec.ocpp.json.v21.StatusNotificationRequest;
import io.tidegate.codec.ocpp.json.v21.TransactionEventRequest;
import io.tidegate.codec.ocpp.json.v21.TransactionEventResponse;
import io.tidegate.codec.ocpp.json.v21.TransactionEventType;
import io.tidegate.codec.ocpp.json.v21.Variable;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What 1.6 says becomes 2.1, and back (rows S1.3, S1.14, S3.8). */
class OldLanguageTest {
  private static final StationId CS01 = new StationId("CS01");
  private static final Instant NOW = Instant.parse("2026-03-01T18:00:00Z");
  private static final String START =
      "{\"connectorId\":2,\"idTag\":\"GOOD-1\",\"meterStart\":1000,"
          + "\"timestamp\":\"2026-03-01T17:59:58Z\"}";

  private final PaperLedger ledger = new PaperLedger();
  private final OldLanguage language = language();

  private OldLanguage language() {
    return new OldLanguage(ledger, Runnable::run, () -> NOW);
  }

  private static Hearing hearing(Hearing.Running... running) {
    return new Hearing(CS01, List.of(running), Optional.of(Duration.ZERO));
  }

  private static Heard heard(OldLanguage by, Hearing hearing, String action, String payload) {
    Frame frame =
        by.protocol()
            .read("[2,\"1\",\"" + action + "\"," + payload + "]", Side.STATION, Strictness.STRICT);
    assertThat(frame).isInstanceOf(Frame.Call.class);
    return by.interpret(hearing, (Frame.Call) frame).toCompletableFuture().join();
  }

  private TransactionEventRequest event(Hearing hearing, String action, String payload) {
    return (TransactionEventRequest) heard(language, hearing, action, payload).message();
  }

  private static String meterValues(String transaction, String value) {
    return "{\"connectorId\":2,"
        + transaction
        + "\"meterValue\":[{\"timestamp\":\"2026-03-01T17:59:59Z\",\"sampledValue\":["
        + value
        + "]}]}";
  }

  private static String stop(int transaction) {
    return "{\"meterStop\":2000,\"timestamp\":\"2026-03-01T18:00:00Z\",\"transactionId\":"
        + transaction
        + "}";
  }

  @Test
  void givesTheSameStartTheSameNumberEvenAfterARestart() {
    Heard first = heard(language, hearing(), "StartTransaction", START);
    Heard again = heard(language(), hearing(), "StartTransaction", START);
    TransactionEventRequest event = (TransactionEventRequest) first.message();
    TransactionEventRequest repeated = (TransactionEventRequest) again.message();
    String id = event.transactionInfo().transactionId();
    assertThat(Integer.parseInt(id)).isPositive();
    assertThat(repeated.transactionInfo().transactionId()).isEqualTo(id);
    assertThat(List.of(event.seqNo(), repeated.seqNo())).containsOnly(0);
    StartTransactionResponse answer =
        (StartTransactionResponse)
            first
                .answer()
                .apply(
                    new TransactionEventResponse(
                        Optional.of(new IdTokenInfo(AuthorizationStatus.ACCEPTED))));
    assertThat(answer.transactionId()).isEqualTo(Integer.parseInt(id));
    assertThat(answer.idTagInfo().status())
        .isEqualTo(io.tidegate.codec.ocpp.json.v16.AuthorizationStatus.ACCEPTED);
  }

  @Test
  void tellsStartsApartByWhatTheySay() {
    String other = START.replace("\"meterStart\":1000", "\"meterStart\":1001");
    assertThat(event(hearing(), "StartTransaction", other).transactionInfo().transactionId())
        .isNotEqualTo(
            event(hearing(), "StartTransaction", START).transactionInfo().transactionId());
  }

  @Test
  void numbersEventsInTheOrderOfTheirArrivalAndRepeatsAlike() {
    Hearing running = hearing(new Hearing.Running(2, "77", 4));
    String one = meterValues("\"transactionId\":77,", "{\"value\":\"1200\"}");
    String two = meterValues("\"transactionId\":77,", "{\"value\":\"1300\"}");
    assertThat(event(running, "MeterValues", one).seqNo()).isEqualTo(5);
    Hearing later = hearing(new Hearing.Running(2, "77", 5));
    assertThat(event(later, "MeterValues", one).seqNo()).as("repeated").isEqualTo(5);
    assertThat(event(later, "MeterValues", two).seqNo()).isEqualTo(6);
    assertThat(event(hearing(new Hearing.Running(2, "77", 6)), "StopTransaction", stop(77)).seqNo())
        .isEqualTo(7);
    assertThat(event(hearing(), "StopTransaction", stop(77)).seqNo()).as("again").isEqualTo(7);
  }

  @Test
  void goesOnFromTheLedgerAfterARestart() {
    ledger.summary = Optional.of(summary(Optional.empty(), 8));
    assertThat(event(hearing(), "StopTransaction", stop(77)).seqNo()).isEqualTo(9);
    ledger.summary = Optional.of(summary(Optional.of(NOW), 9));
    OldLanguage restarted = language();
    TransactionEventRequest again =
        (TransactionEventRequest)
            heard(restarted, hearing(), "StopTransaction", stop(77)).message();
    assertThat(again.seqNo()).as("the end that it had").isEqualTo(9);
    assertThat(
            heard(
                    restarted,
                    hearing(),
                    "MeterValues",
                    meterValues("\"transactionId\":77,", "{\"value\":\"1\"}"))
                .message())
        .as("told after the end")
        .isInstanceOf(MeterValuesRequest.class);
  }

  @Test
  void givesWhatComesAgainAfterARestartTheNumberThatItHad() {
    String one = meterValues("\"transactionId\":77,", "{\"value\":\"1200\"}");
    String two = meterValues("\"transactionId\":77,", "{\"value\":\"1300\"}");
    String three = meterValues("\"transactionId\":77,", "{\"value\":\"1400\"}");
    ledger.latest =
        List.of(
            new TransactionLedger.Told(6, two.getBytes(StandardCharsets.UTF_8)),
            new TransactionLedger.Told(5, one.getBytes(StandardCharsets.UTF_8)),
            new TransactionLedger.Told(0, START.getBytes(StandardCharsets.UTF_8)));
    Hearing restored = hearing(new Hearing.Running(2, "77", 6));
    assertThat(event(restored, "MeterValues", one).seqNo()).as("acknowledged").isEqualTo(5);
    assertThat(event(restored, "MeterValues", two).seqNo()).as("never answered").isEqualTo(6);
    assertThat(event(restored, "MeterValues", three).seqNo()).as("new").isEqualTo(7);
  }

  @Test
  void stopsATransactionThatNobodyKnows() {
    TransactionEventRequest event = event(hearing(), "StopTransaction", stop(5));
    assertThat(event.eventType()).isEqualTo(TransactionEventType.ENDED);
    assertThat(event.evse()).isEmpty();
    assertThat(event.seqNo()).isEqualTo(1);
  }

  @Test
  void readsTextAsNumbersAndLeavesOutWhatIsNone() {
    String values =
        "{\"value\":\"7.4\",\"measurand\":\"Power.Active.Import\",\"unit\":\"kW\"},"
            + "{\"value\":\"16.1\",\"measurand\":\"Current.Import\",\"unit\":\"A\","
            + "\"phase\":\"L1\"},"
            + "{\"value\":\"n/a\",\"measurand\":\"SoC\"},"
            + "{\"value\":\"31\",\"measurand\":\"Temperature\",\"unit\":\"Celsius\","
            + "\"location\":\"Outlet\"},"
            + "{\"value\":\"1200\"}";
    MeterValuesRequest read =
        (MeterValuesRequest)
            heard(language, hearing(), "MeterValues", meterValues("", values)).message();
    var value = read.meterValue().get(0);
    assertThat(value.sampledValue()).hasSize(3);
    assertThat(value.sampledValue().get(0).measurand()).contains(Measurand.POWER_ACTIVE_IMPORT);
    assertThat(value.sampledValue().get(0).unitOfMeasure().orElseThrow().unit()).contains("kW");
    assertThat(value.sampledValue().get(2).measurand()).isEmpty();
    assertThat(value.customData().orElseThrow().number("connectorC")).isEqualTo(31);
  }

  @Test
  void takesAnIdOfZeroForTheConnectorsTransaction() {
    TransactionEventRequest event =
        event(
            hearing(new Hearing.Running(2, "77", 0)),
            "MeterValues",
            meterValues("\"transactionId\":0,", "{\"value\":\"1\"}"));
    assertThat(event.transactionInfo().transactionId()).isEqualTo("77");
  }

  @Test
  void countsWhatWaitedInTheQueueAsOffline() {
    assertThat(event(hearing(), "StartTransaction", START).offline()).isFalse();
    assertThat(
            event(hearing(), "StartTransaction", START.replace("17:59:58", "17:00:00")).offline())
        .isTrue();
  }

  @Test
  void readsAStatusWithoutATime() {
    StatusNotificationRequest status =
        (StatusNotificationRequest)
            heard(
                    language,
                    hearing(),
                    "StatusNotification",
                    "{\"connectorId\":3,\"errorCode\":\"NoError\",\"status\":\"SuspendedEV\"}")
                .message();
    assertThat(status.evseId()).isEqualTo(3);
    assertThat(status.timestamp().at()).isEqualTo(NOW);
  }

  @Test
  void saysAProfileInTheWordsOfTheVersion() {
    var said = language.say(profile("77", "8.1"));
    assertThat(said).hasSize(1);
    assertThat(said.get(0).action()).isEqualTo("SetChargingProfile");
    assertThat(said.get(0).payload())
        .contains("\"connectorId\":2", "\"csChargingProfiles\":{", "\"transactionId\":77")
        .contains("\"limit\":8.1", "\"duration\":30", "\"chargingSchedule\":{");
  }

  @Test
  void neverSaysALimitBelowZero() {
    assertThat(language.discharges()).isFalse();
    assertThat(language.say(profile("77", "-0.1"))).isEmpty();
    assertThat(language.say(profile("77", "0"))).hasSize(1);
    assertThat(language.say(profile("not a number", "8"))).isEmpty();
  }

  @Test
  void saysNoProfileForATransactionWhoseNumberTheStationHasYetToHear() {
    Heard start = heard(language, hearing(), "StartTransaction", START);
    String id = ((TransactionEventRequest) start.message()).transactionInfo().transactionId();
    assertThat(language.say(CS01, profile(id, "8"))).isEmpty();
    assertThat(language.say(CS01, profile("77", "8"))).as("another one").hasSize(1);
    assertThat(language.say(new StationId("CS02"), profile(id, "8"))).hasSize(1);
    language.answered(CS01, start.call());
    assertThat(language.say(CS01, profile(id, "8"))).hasSize(1);
  }

  private static SetChargingProfileRequest profile(String transaction, String limit) {
    return new SetChargingProfileRequest(
        2,
        new ChargingProfile(
            7_000_005,
            1,
            ChargingProfilePurpose.TX_PROFILE,
            ChargingProfileKind.ABSOLUTE,
            Optional.empty(),
            Optional.empty(),
            Optional.of(Stamp.of(NOW.plusSeconds(30))),
            Optional.of(transaction),
            List.of(
                new ChargingSchedule(
                    1,
                    Optional.of(Stamp.of(NOW)),
                    OptionalInt.of(30),
                    ChargingRateUnit.A,
                    List.of(
                        new ChargingSchedulePeriod(
                            0, new BigDecimal(limit), OptionalInt.of(3), OptionalInt.empty())),
                    Optional.empty()))));
  }

  @Test
  void sendsOneKeyAMessageAndTheModestListFirst() {
    var said =
        language.say(
            new SetVariablesRequest(
                List.of(
                    set("OCPPCommCtrlr", "HeartbeatInterval", "300"),
                    set("SampledDataCtrlr", "TxUpdatedMeasurands", "any"),
                    set("Key", "ConnectionTimeOut", "120"),
                    set("OCPPCommCtrlr", "NotIn16", "1"))));
    assertThat(said).hasSize(5).allMatch(w -> w.action().equals("ChangeConfiguration"));
    assertThat(said.get(0).payload())
        .isEqualTo("{\"key\":\"HeartbeatInterval\",\"value\":\"300\"}");
    assertThat(said.get(1).payload()).doesNotContain("SoC");
    assertThat(said.get(3).payload()).contains("SoC");
    assertThat(said.get(4).payload()).contains("ConnectionTimeOut");
  }

  private static SetVariableData set(String component, String variable, String value) {
    return new SetVariableData(
        value,
        new Component(component, Optional.empty(), Optional.empty()),
        new Variable(variable, Optional.empty()),
        Optional.empty());
  }

  @Test
  void understandsUnitsByTheirOldNames() throws Exception {
    var asked =
        language.say(
            new GetVariablesRequest(
                List.of(
                    new GetVariableData(
                        new Component("SmartChargingCtrlr", Optional.empty(), Optional.empty()),
                        new Variable("RateUnit", Optional.empty()),
                        Optional.empty()))));
    GetVariablesResponse read =
        (GetVariablesResponse)
            language
                .understand(
                    call(asked.get(0).action(), asked.get(0).payload()),
                    "{\"configurationKey\":[{\"key\":\"ChargingScheduleAllowedChargingRateUnit\","
                        + "\"readonly\":true,\"value\":\"Current, Power\"}]}")
                .orElseThrow();
    assertThat(read.getVariableResult().get(0).variable().name()).isEqualTo("RateUnit");
    assertThat(read.getVariableResult().get(0).attributeValue()).contains("A,W");
  }

  @Test
  void asksForTheLimitsInTheEndAndUnderstandsThem() throws Exception {
    Language.Wording said =
        language
            .say(new GetCompositeScheduleRequest(180, 2, Optional.of(ChargingRateUnit.A)))
            .get(0);
    assertThat(said.action()).isEqualTo("GetCompositeSchedule");
    assertThat(said.payload())
        .contains("\"connectorId\":2", "\"duration\":180", "\"chargingRateUnit\":\"A\"");
    String answer =
        "{\"status\":\"Accepted\",\"connectorId\":2,\"chargingSchedule\":{"
            + "\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,"
            + "\"limit\":16},{\"startPeriod\":30,\"limit\":6}]}}";
    var understood =
        (GetCompositeScheduleResponse)
            language.understand(call(said.action(), said.payload()), answer).orElseThrow();
    assertThat(understood.schedule().orElseThrow().chargingSchedulePeriod())
        .extracting(p -> p.limit().orElseThrow().intValue())
        .containsExactly(16, 6);
    assertThat(understood.schedule().orElseThrow().duration()).isGreaterThan(180);
  }

  @Test
  void takesNotSupportedForARejection() throws Exception {
    SetChargingProfileResponse answer =
        (SetChargingProfileResponse)
            language
                .understand(call("SetChargingProfile", "{}"), "{\"status\":\"NotSupported\"}")
                .orElseThrow();
    assertThat(answer.status()).isEqualTo(ChargingProfileStatus.REJECTED);
  }

  @Test
  void hasNoWordsForWhatIsNotIn16() {
    assertThat(language.says(GetTransactionStatusRequest.class)).isFalse();
    assertThat(language.say(new GetTransactionStatusRequest(Optional.of("77")))).isEmpty();
    assertThat(
            language.say(
                new RequestStartTransactionRequest(
                    OptionalInt.of(2),
                    1,
                    new IdToken("x".repeat(21), "Central"),
                    Optional.empty())))
        .as("an id tag has 20 characters")
        .isEmpty();
  }

  private static OutboundCall call(String action, String payload) {
    return new OutboundCall(
        "1",
        action,
        payload,
        OutboundCall.Urgency.ROUTINE,
        "",
        Duration.ZERO,
        Duration.ofSeconds(5),
        Optional.empty(),
        new Slot("", new byte[0]));
  }

  private static TransactionLedger.Summary summary(Optional<Instant> ended, int highest) {
    return new TransactionLedger.Summary(
        "CS01", "77", 2, "s", NOW.minusSeconds(60), ended, highest, List.of(), 0, 0);
  }

  private static final class PaperLedger implements TransactionLedger {
    private Optional<Summary> summary = Optional.empty();
    private List<Told> latest = List.of();

    @Override
    public CompletionStage<Outcome> record(Event event) {
      return CompletableFuture.completedStage(Outcome.RECORDED);
    }

    @Override
    public Optional<Summary> summary(String station, String transaction) {
      return summary;
    }

    @Override
    public List<Told> latest(String station, String transaction, int most) {
      return latest;
    }

    @Override
    public List<Summary> open() {
      return List.of();
    }

    @Override
    public List<Summary> recent(int most) {
      return List.of();
    }
  }
}
