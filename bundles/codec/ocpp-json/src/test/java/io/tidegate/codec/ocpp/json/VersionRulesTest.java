package io.tidegate.codec.ocpp.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.codec.ocpp.json.v16.ChargingRateUnit;
import io.tidegate.codec.ocpp.json.v16.ChargingSchedule;
import io.tidegate.codec.ocpp.json.v16.ChargingSchedulePeriod;
import io.tidegate.codec.ocpp.json.v16.GenericStatus;
import io.tidegate.codec.ocpp.json.v16.GetCompositeScheduleResponse;
import io.tidegate.codec.ocpp.json.v16.MeterValuesRequest;
import io.tidegate.codec.ocpp.json.v16.Ocpp16;
import io.tidegate.codec.ocpp.json.v21.NotifyPeriodicEventStreamRequest;
import io.tidegate.codec.ocpp.json.v21.Ocpp201;
import io.tidegate.codec.ocpp.json.v21.Ocpp21;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What differs between the versions (F1–F12, P1–P3 and P18 of the table of malformed input). */
class VersionRulesTest {
  private static final Protocol V16 = Ocpp16.protocol();
  private static final Protocol V201 = Ocpp201.protocol();
  private static final Protocol V21 = Ocpp21.protocol();
  private static final String STREAM =
      "{\"id\":1,\"pending\":0,\"basetime\":\"2026-01-01T00:00:00Z\","
          + "\"data\":[{\"t\":0.5,\"v\":\"230.4\"}]}";

  static Stream<Protocol> versions() {
    return Stream.of(V16, V201, V21);
  }

  private static Frame read(Protocol ocpp, String text) {
    return ocpp.read(text, Side.STATION, Strictness.STRICT);
  }

  private static String code(Frame frame, Protocol ocpp) {
    return ((Frame.Refused) frame).violation().code().wire(ocpp.version());
  }

  @Test
  void everyVersionKnowsAllOfItsActions() {
    assertThat(actions(Version.OCPP_1_6)).isEqualTo(39);
    assertThat(actions(Version.OCPP_2_0_1)).isEqualTo(64);
    assertThat(actions(Version.OCPP_2_1)).isEqualTo(91);
  }

  private static int actions(Version version) {
    return TableReader.read(version).senders().size();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "{}",
        "[]",
        "[9,\"i\",\"Heartbeat\",{}]",
        "[5,\"i\",\"GenericError\",\"\",{}]",
        "[6,\"i\",\"Heartbeat\",{}]",
        "[\"2\",\"i\",\"Heartbeat\",{}]",
        "[2,17,\"Heartbeat\",{}]",
        "[2,null,\"Heartbeat\",{}]",
        "[2,\"0123456789012345678901234567890123456\",\"Heartbeat\",{}]"
      })
  void theOldestVersionLeavesUnansweredWhatIsNoCallWithAnId(String text) {
    assertThat(read(V16, text)).isInstanceOf(Frame.Ignored.class);
    assertThat(read(V201, text)).isInstanceOf(Frame.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[2,\"i\",{}]", "[2,\"i\",\"Heartbeat\"]", "[2,\"i\",\"Heartbeat\",{},1]"})
  void aCallOfTheWrongLengthIsAFormatViolationOnTheOldestVersion(String text) {
    assertThat(code(read(V16, text), V16)).isEqualTo("FormatViolation");
    assertThat(code(read(V201, text), V201)).isEqualTo("RpcFrameworkError");
    assertThat(code(read(V21, text), V21)).isEqualTo("RpcFrameworkError");
  }

  @Test
  void theOldestVersionSpellsOccurenceItsOwnWay() {
    Frame frame = read(V16, "[2,\"i\",\"Authorize\",{}]");
    assertThat(code(frame, V16)).isEqualTo("OccurenceConstraintViolation");
    RpcErrorCode code = ((Frame.Refused) frame).violation().code();
    assertThat(V16.failure("i", code, "why"))
        .isEqualTo("[4,\"i\",\"OccurenceConstraintViolation\",\"why\",{}]");
    assertThat(V201.failure("i", code, "why"))
        .isEqualTo("[4,\"i\",\"OccurrenceConstraintViolation\",\"why\",{}]");
  }

  @ParameterizedTest
  @EnumSource(RpcErrorCode.class)
  void theOldestVersionSendsNoCodeThatItDoesNotHave(RpcErrorCode code) {
    assertThat(code.wire(Version.OCPP_1_6))
        .isIn(
            "NotImplemented",
            "NotSupported",
            "InternalError",
            "ProtocolError",
            "SecurityError",
            "FormatViolation",
            "PropertyConstraintViolation",
            "OccurenceConstraintViolation",
            "TypeConstraintViolation",
            "GenericError");
  }

  @ParameterizedTest
  @MethodSource("versions")
  void anUnknownActionIsNotImplementedAndOneOfTheOtherSideNotSupported(Protocol ocpp) {
    assertThat(code(read(ocpp, "[2,\"i\",\"FooBar\",{}]"), ocpp)).isEqualTo("NotImplemented");
    assertThat(code(read(ocpp, "[2,\"i\",\"SetChargingProfile\",{}]"), ocpp))
        .isEqualTo("NotSupported");
  }

  @ParameterizedTest
  @MethodSource("versions")
  void anAnswerIsNeverAnswered(Protocol ocpp) {
    assertThat(read(ocpp, "[3,\"q\",[]]")).isInstanceOf(Frame.BrokenAnswer.class);
    assertThat(read(ocpp, "[4,\"q\"]")).isInstanceOf(Frame.BrokenAnswer.class);
    assertThat(read(ocpp, "[4,\"q\",\"OccurenceConstraintViolation\",\"\",{}]"))
        .isInstanceOfSatisfying(
            Frame.Failure.class,
            f -> assertThat(f.code()).isEqualTo(RpcErrorCode.OCCURRENCE_CONSTRAINT_VIOLATION));
  }

  @Test
  void aSendIsReadAndWrittenOnTheNewestVersion() {
    Frame frame = read(V21, "[6,\"i\",\"NotifyPeriodicEventStream\"," + STREAM + "]");
    assertThat(frame)
        .isInstanceOfSatisfying(
            Frame.Send.class,
            send -> {
              assertThat(send.payload()).isEqualTo(STREAM);
              assertThat(send.message()).isInstanceOf(NotifyPeriodicEventStreamRequest.class);
              assertThat(V21.call("j", (Record) send.message()))
                  .startsWith("[6,\"j\",\"NotifyPeriodicEventStream\",{");
            });
    assertThat(code(read(V21, "[2,\"i\",\"NotifyPeriodicEventStream\"," + STREAM + "]"), V21))
        .isEqualTo("NotSupported");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[6,\"i\",\"NotifyPeriodicEventStream\",{}]",
        "[6,\"i\",\"NotifyPeriodicEventStream\",null]",
        "[6,\"i\",\"NotifyPeriodicEventStream\"]",
        "[6,\"i\",\"NotifyPeriodicEventStream\",{\"id\":}]",
        "[6,\"i\",\"Heartbeat\",{}]",
        "[6,\"i\",\"FooBar\",{}]",
        "[6,17,\"FooBar\",{}]",
        "[6,\"i\"]",
        "[5,\"i\"]",
        "[5,17,\"GenericError\",\"\",{}]"
      })
  void aMalformedSendOrErrorOnAResultIsNeverAnswered(String text) {
    assertThat(read(V21, text)).isInstanceOf(Frame.Ignored.class);
  }

  @Test
  void anErrorOnAResultIsReadAndWrittenOnTheNewestVersionOnly() {
    String text = V21.resultFailure("q", RpcErrorCode.TYPE_CONSTRAINT_VIOLATION, "why");
    assertThat(text).isEqualTo("[5,\"q\",\"TypeConstraintViolation\",\"why\",{}]");
    assertThat(read(V21, text))
        .isEqualTo(
            new Frame.ResultFailure(
                "q", RpcErrorCode.TYPE_CONSTRAINT_VIOLATION, "TypeConstraintViolation", "why"));
    assertThat(code(read(V201, text), V201)).isEqualTo("MessageTypeNotSupported");
    assertThatThrownBy(() -> V201.resultFailure("q", RpcErrorCode.GENERIC_ERROR, ""))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "8.1,true",
    "0.1,true",
    "8,true",
    "8.10,true",
    "-0.3,true",
    "0,true",
    "1e1,true",
    "7.99999999,false",
    "8.15,false",
    "0.05,false"
  })
  void aLimitOfTheOldestVersionIsAMultipleOfATenthByDecimals(String limit, boolean good) {
    String call =
        "[2,\"i\",\"SetChargingProfile\",{\"connectorId\":1,\"csChargingProfiles\":"
            + "{\"chargingProfileId\":1,\"stackLevel\":0,"
            + "\"chargingProfilePurpose\":\"TxProfile\",\"chargingProfileKind\":\"Absolute\","
            + "\"chargingSchedule\":{\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":"
            + "[{\"startPeriod\":0,\"limit\":"
            + limit
            + "}]}}}]";
    Frame strict = V16.read(call, Side.SITE, Strictness.STRICT);
    if (good) {
      assertThat(strict).isInstanceOf(Frame.Call.class);
    } else {
      assertThat(code(strict, V16)).isEqualTo("PropertyConstraintViolation");
    }
    assertThat(V16.read(call, Side.SITE, Strictness.TOLERANT)).isInstanceOf(Frame.Call.class);
  }

  @Test
  void aLimitBetweenTwoStepsIsNeverSent() {
    ChargingSchedulePeriod period =
        new ChargingSchedulePeriod(0, new BigDecimal("8.15"), OptionalInt.empty());
    Record message =
        new GetCompositeScheduleResponse(
            GenericStatus.ACCEPTED,
            OptionalInt.of(1),
            Optional.empty(),
            Optional.of(
                new ChargingSchedule(
                    ChargingRateUnit.A,
                    List.of(period),
                    OptionalInt.empty(),
                    Optional.empty(),
                    Optional.empty())));
    assertThatThrownBy(() -> V16.payload(message))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("limit must be a multiple of 0.1");
  }

  @Test
  void aListThatMayBeEmptyAndMustBeThereIsSentEmpty() {
    assertThat(V16.payload(new MeterValuesRequest(1, List.of(), OptionalInt.empty())))
        .isEqualTo("{\"connectorId\":1,\"meterValue\":[]}");
  }

  @Test
  void everyMessageOfTheOldestVersionSurvivesTheWayThereAndBack() throws Violation {
    for (int seed = 0; seed < 30; seed++) {
      RandomMessages random = new RandomMessages(seed);
      for (Class<? extends Record> kind : Ocpp16.messages()) {
        Record message = random.make(kind);
        String payload = V16.payload(message);
        assertThat(RecordsTest.read(V16, kind, payload)).as(payload).isEqualTo(message);
      }
    }
  }

  @Test
  void everyRuleCitesItsClause() {
    assertThat(Arrays.stream(Rule.values()).map(Rule::clause)).allMatch(c -> c.contains("§"));
    assertThat(Arrays.stream(Rule.values()).map(r -> r.broken().getMessage()))
        .allMatch(sentence -> sentence.length() >= 10 && sentence.length() <= 255);
  }

  @ParameterizedTest
  @CsvSource({
    "FIELD_MISSING,OCCURRENCE_CONSTRAINT_VIOLATION",
    "NO_NUMBER,TYPE_CONSTRAINT_VIOLATION",
    "BAD_WORD,PROPERTY_CONSTRAINT_VIOLATION",
    "NO_TIME,FORMAT_VIOLATION",
    "OUT_OF_RANGE,PROPERTY_CONSTRAINT_VIOLATION",
    "LIST_TOO_SHORT,OCCURRENCE_CONSTRAINT_VIOLATION",
    "BAD_LENGTH,PROPERTY_CONSTRAINT_VIOLATION",
    "FIELD_UNKNOWN,PROPERTY_CONSTRAINT_VIOLATION",
    "NO_OBJECT,TYPE_CONSTRAINT_VIOLATION",
    "PAYLOAD_NULL,FORMAT_VIOLATION",
    "BEYOND_NUMBERS,FORMAT_VIOLATION",
    "KEY_TWICE,FORMAT_VIOLATION",
    "BAD_CHARACTERS,FORMAT_VIOLATION",
    "OFF_STEP,PROPERTY_CONSTRAINT_VIOLATION"
  })
  void aRuleOfThePayloadHasOneCodeOnEveryVersion(Rule rule, RpcErrorCode code) {
    for (Version version : Version.values()) {
      assertThat(rule.code(version)).contains(code);
    }
  }
}
