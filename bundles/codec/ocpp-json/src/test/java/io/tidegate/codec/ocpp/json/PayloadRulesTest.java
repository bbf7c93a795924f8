package io.tidegate.codec.ocpp.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.codec.ocpp.json.v21.DataTransferRequest;
import io.tidegate.codec.ocpp.json.v21.Ocpp201;
import io.tidegate.codec.ocpp.json.v21.TransactionEventRequest;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Payloads, rule by rule (P1–P17 of the table of malformed input). */
class PayloadRulesTest {
  private static final Protocol OCPP = Ocpp201.protocol();

  private static Frame read(String action, String payload, Strictness strictness) {
    return OCPP.read("[2,\"i\",\"" + action + "\"," + payload + "]", Side.STATION, strictness);
  }

  private static void refuses(String action, String payload, RpcErrorCode code) {
    for (Strictness strictness : Strictness.values()) {
      Frame frame = read(action, payload, strictness);
      assertThat(frame)
          .as(payload)
          .isInstanceOfSatisfying(
              Frame.Refused.class,
              refused -> {
                assertThat(refused.id()).isEqualTo("i");
                assertThat(refused.violation().code()).isEqualTo(code);
              });
    }
  }

  private static String boot(String station) {
    return "{\"reason\":\"PowerUp\",\"chargingStation\":" + station + "}";
  }

  private static String transfer(String data) {
    return "{\"vendorId\":\"v\",\"data\":" + data + "}";
  }

  @ParameterizedTest
  @ValueSource(strings = {"FooBar", "heartbeat", "toString", "__proto__", ""})
  void anUnknownActionIsNotImplemented(String action) {
    refuses(action, "{}", RpcErrorCode.NOT_IMPLEMENTED);
    refuses(action, "[[[", RpcErrorCode.NOT_IMPLEMENTED);
  }

  @Test
  void anActionInTheWrongDirectionIsNotSupported() {
    refuses("SetChargingProfile", "{}", RpcErrorCode.NOT_SUPPORTED);
    assertThat(OCPP.read("[2,\"i\",\"Heartbeat\",{}]", Side.SITE, Strictness.STRICT))
        .isInstanceOfSatisfying(
            Frame.Refused.class,
            r -> assertThat(r.violation().code()).isEqualTo(RpcErrorCode.NOT_SUPPORTED));
  }

  @Test
  void aKnownActionThatNobodyActsOnIsCheckedAndHandedOn() {
    assertThat(read("NotifyDisplayMessages", "{\"requestId\":17}", Strictness.STRICT))
        .isEqualTo(
            new Frame.Call(
                "i",
                "NotifyDisplayMessages",
                new Frame.Unbound("NotifyDisplayMessages"),
                "{\"requestId\":17}",
                0));
    refuses("NotifyDisplayMessages", "{}", RpcErrorCode.OCCURRENCE_CONSTRAINT_VIOLATION);
  }

  @Test
  void aMissingFieldIsAnOccurrenceViolation() {
    refuses("BootNotification", "{}", RpcErrorCode.OCCURRENCE_CONSTRAINT_VIOLATION);
    refuses(
        "BootNotification",
        boot("{\"model\":\"m\"}"),
        RpcErrorCode.OCCURRENCE_CONSTRAINT_VIOLATION);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "17|TYPE_CONSTRAINT_VIOLATION",
        "null|TYPE_CONSTRAINT_VIOLATION",
        "[]|TYPE_CONSTRAINT_VIOLATION",
        "{}|TYPE_CONSTRAINT_VIOLATION",
        "true|TYPE_CONSTRAINT_VIOLATION",
        "\"Sunrise\"|PROPERTY_CONSTRAINT_VIOLATION",
        "\"powerup\"|PROPERTY_CONSTRAINT_VIOLATION",
      })
  void aWordMustBeOneOfThoseAllowed(String word, RpcErrorCode code) {
    refuses(
        "BootNotification",
        "{\"reason\":" + word + ",\"chargingStation\":{\"model\":\"m\",\"vendorName\":\"v\"}}",
        code);
  }

  @Test
  void aTextMayNotBeTooLong() {
    refuses(
        "BootNotification",
        boot("{\"model\":\"" + "m".repeat(5000) + "\",\"vendorName\":\"v\"}"),
        RpcErrorCode.PROPERTY_CONSTRAINT_VIOLATION);
    refuses(
        "BootNotification",
        boot("{\"model\":\"" + "m".repeat(21) + "\",\"vendorName\":\"v\"}"),
        RpcErrorCode.PROPERTY_CONSTRAINT_VIOLATION);
    assertThat(
            read(
                "BootNotification",
                boot("{\"model\":\"" + "m".repeat(20) + "\",\"vendorName\":\"v\"}"),
                Strictness.STRICT))
        .isInstanceOf(Frame.Call.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"yesterday\"|FORMAT_VIOLATION",
        "\"2026-13-01T00:00:00Z\"|FORMAT_VIOLATION",
        "\"2026-02-30T00:00:00Z\"|FORMAT_VIOLATION",
        "\"2026-02-03T24:00:00Z\"|FORMAT_VIOLATION",
        "\"2026-02-03T00:00:00.Z\"|FORMAT_VIOLATION",
        "\"2026-02-03T00:00:00ZZ\"|FORMAT_VIOLATION",
        "\"\"|FORMAT_VIOLATION",
        "1767225600|TYPE_CONSTRAINT_VIOLATION",
      })
  void aTimeMustBeOne(String time, RpcErrorCode code) {
    refuses("SecurityEventNotification", "{\"type\":\"t\",\"timestamp\":" + time + "}", code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|-|",
        "101|PROPERTY_CONSTRAINT_VIOLATION|",
        "-1|PROPERTY_CONSTRAINT_VIOLATION|",
        "99999999999999999999|PROPERTY_CONSTRAINT_VIOLATION|",
        "50.0|-|",
        "5e1|-|",
        "50.5|TYPE_CONSTRAINT_VIOLATION|",
        "\"50\"|TYPE_CONSTRAINT_VIOLATION|",
        "1e400|FORMAT_VIOLATION|",
        "1e999999999|FORMAT_VIOLATION|",
        "-1e-999999999|FORMAT_VIOLATION|",
        "NaN|FORMAT_VIOLATION|",
        "Infinity|FORMAT_VIOLATION|",
        "007|FORMAT_VIOLATION|",
        "+5|FORMAT_VIOLATION|",
        "5.|FORMAT_VIOLATION|",
        ".5|FORMAT_VIOLATION|",
        "0x10|FORMAT_VIOLATION|",
      })
  void aNumberMustBeInRangeAndAPlainOne(String number, String code) {
    String payload =
        """
        {"evseId":1,"chargingNeeds":{"requestedEnergyTransfer":"DC","dcChargingParameters":
        {"evMaxCurrent":10,"evMaxVoltage":400,"stateOfCharge":%s}}}"""
            .formatted(number);
    if (code.equals("-")) {
      assertThat(read("NotifyEVChargingNeeds", payload, Strictness.STRICT))
          .isInstanceOf(Frame.Call.class);
    } else {
      refuses("NotifyEVChargingNeeds", payload, RpcErrorCode.valueOf(code));
    }
  }

  @Test
  void aNumberOfManyDigitsIsRefusedBeforeItIsComputedWith() {
    refuses("DataTransfer", transfer("1".repeat(65)), RpcErrorCode.FORMAT_VIOLATION);
    refuses("DataTransfer", transfer("0." + "1".repeat(70)), RpcErrorCode.FORMAT_VIOLATION);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e2147483647",
        "1E+2147483647",
        "9e2147483617",
        "1e2147483648",
        "1e666666666666666666666",
        "1e-666666666666666666666",
        "-1e-2147483647",
        "0e2147483647"
      })
  void anExponentOfAnySizeNeitherThrowsNorPassesAsSmall(String number) {
    refuses("DataTransfer", transfer(number), RpcErrorCode.FORMAT_VIOLATION);
    refuses(
        "DataTransfer",
        "{\"vendorId\":\"v\",\"customData\":{\"vendorId\":\"v\",\"a\":" + number + "}}",
        RpcErrorCode.FORMAT_VIOLATION);
    refuses(
        "MeterValues",
        "{\"evseId\":1,\"meterValue\":[{\"timestamp\":\"2026-01-01T00:00:00Z\","
            + "\"sampledValue\":[{\"value\":"
            + number
            + "}]}]}",
        RpcErrorCode.FORMAT_VIOLATION);
    refuses(
        "MeterValues",
        "{\"evseId\":" + number + ",\"meterValue\":[]}",
        RpcErrorCode.FORMAT_VIOLATION);
  }

  @Test
  void aListMustHoldTheRightCount() {
    String value = "{\"timestamp\":\"2026-01-01T00:00:00Z\",\"sampledValue\":[%s]}";
    refuses(
        "MeterValues",
        "{\"evseId\":1,\"meterValue\":[]}",
        RpcErrorCode.OCCURRENCE_CONSTRAINT_VIOLATION);
    refuses(
        "MeterValues",
        "{\"evseId\":1,\"meterValue\":[" + value.formatted("") + "]}",
        RpcErrorCode.OCCURRENCE_CONSTRAINT_VIOLATION);
    String hash =
        """
        {"hashAlgorithm":"SHA256","issuerNameHash":"a","issuerKeyHash":"b","serialNumber":"c",
        "responderURL":"d"}""";
    String five = String.join(",", hash, hash, hash, hash, hash);
    refuses(
        "Authorize",
        "{\"idToken\":{\"idToken\":\"a\",\"type\":\"Local\"},\"iso15118CertificateHashData\":["
            + five
            + "]}",
        RpcErrorCode.OCCURRENCE_CONSTRAINT_VIOLATION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"surprise", "__proto__", "constructor", "@type", "@class"})
  void anUnknownFieldIsRefusedOrCountedButNeverInterpreted(String name) {
    String payload = "{\"" + name + "\":{\"polluted\":[1,2]}}";
    assertThat(read("Heartbeat", payload, Strictness.STRICT))
        .isInstanceOfSatisfying(
            Frame.Refused.class,
            r ->
                assertThat(r.violation().code())
                    .isEqualTo(RpcErrorCode.PROPERTY_CONSTRAINT_VIOLATION));
    assertThat(read("Heartbeat", payload, Strictness.TOLERANT))
        .isInstanceOfSatisfying(
            Frame.Call.class, call -> assertThat(call.unknownFields()).isEqualTo(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|TYPE_CONSTRAINT_VIOLATION",
        "17|TYPE_CONSTRAINT_VIOLATION",
        "\"x\"|TYPE_CONSTRAINT_VIOLATION",
        "null|FORMAT_VIOLATION",
        "{a:1}|FORMAT_VIOLATION",
        "{'a':1}|FORMAT_VIOLATION",
        "{,}|FORMAT_VIOLATION",
      })
  void aPayloadMustBeAnObject(String payload, RpcErrorCode code) {
    refuses("Heartbeat", payload, code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":1}", "[{\"a\":{\"b\":1,\"b\":2}}]", "[1,]", "{\"a\":1,}", "/*c*/1", "1//c",
        "'x'", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u0000\"", "{\"\\u0000\":1}", "\"\\x\"",
        "\"\t\"", "tru", "[[1]", "undefined"
      })
  void brokenJsonInsideAnythingIsAFormatViolation(String data) {
    refuses("DataTransfer", transfer(data), RpcErrorCode.FORMAT_VIOLATION);
  }

  @Test
  void aDuplicateKeyIsRefusedEverywhere() {
    refuses(
        "Heartbeat",
        "{\"customData\":{\"vendorId\":\"v\",\"vendorId\":\"w\"}}",
        RpcErrorCode.FORMAT_VIOLATION);
    refuses(
        "BootNotification",
        "{\"reason\":\"PowerUp\",\"reason\":\"PowerUp\"}",
        RpcErrorCode.FORMAT_VIOLATION);
  }

  @Test
  void nestingIsBoundedHoweverDeepItClaimsToBe() {
    refuses("DataTransfer", transfer("[".repeat(100_000)), RpcErrorCode.FORMAT_VIOLATION);
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    refuses("DataTransfer", transfer(deep), RpcErrorCode.FORMAT_VIOLATION);
    refuses(
        "DataTransfer",
        transfer("{\"a\":".repeat(40) + "1" + "}".repeat(40)),
        RpcErrorCode.FORMAT_VIOLATION);
  }

  @Test
  void passesAnythingOnAsItCame() {
    String data = "{\"x\":[1, 2.50,\"\\u00e9\"],\"y\":null}";
    assertThat(read("DataTransfer", transfer(data), Strictness.STRICT))
        .isInstanceOfSatisfying(
            Frame.Call.class,
            call ->
                assertThat(call.message())
                    .isEqualTo(
                        new DataTransferRequest(
                            "v", Optional.empty(), Optional.of(new RawJson(data)))));
  }

  @Test
  void keepsDecimalsExact() {
    String payload =
        """
        {"eventType":"Updated","timestamp":"2026-01-01T00:00:00Z","triggerReason":"MeterValuePeriodic",
         "seqNo":3,"transactionInfo":{"transactionId":"T"},
         "meterValue":[{"timestamp":"2026-01-01T00:00:00Z","sampledValue":[{"value":8.1}]}],
         "customData":{"vendorId":"io.tidegate","dischargeAllowed":true,"connectorC":41.5,"note":{"a":1}}}""";
    Frame.Call call = (Frame.Call) read("TransactionEvent", payload, Strictness.STRICT);
    TransactionEventRequest event = (TransactionEventRequest) call.message();
    assertThat(event.meterValue().get(0).sampledValue().get(0).value())
        .isEqualTo(new BigDecimal("8.1"));
    CustomData custom = event.customData().orElseThrow();
    assertThat(custom.flag("dischargeAllowed")).contains(true);
    assertThat(custom.number("connectorC")).isEqualTo(41.5);
    assertThat(custom.number("missing")).isNaN();
    assertThat(custom.facts().get("note")).isEqualTo(new RawJson("{\"a\":1}"));
    assertThat(call.payload()).isEqualTo(payload);
  }
}
