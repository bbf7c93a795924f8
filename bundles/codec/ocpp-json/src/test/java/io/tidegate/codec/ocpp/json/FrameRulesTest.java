package io.tidegate.codec.ocpp.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.codec.ocpp.json.v21.HeartbeatRequest;
import io.tidegate.codec.ocpp.json.v21.Ocpp201;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The RPC frame, rule by rule (F1–F15 of the table of malformed input; part 4 §4.2). */
class FrameRulesTest {
  private static final Protocol OCPP = Ocpp201.protocol();

  private static Frame read(String text) {
    return OCPP.read(text, Side.STATION, Strictness.STRICT);
  }

  private static void refuses(String text, String id, RpcErrorCode code) {
    assertThat(read(text))
        .isInstanceOfSatisfying(
            Frame.Refused.class,
            refused -> {
              assertThat(refused.violation().code()).isEqualTo(code);
              assertThat(refused.id()).isEqualTo(id);
              assertThat(refused.violation().getMessage()).hasSizeBetween(10, 255);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "hello",
        "{}",
        "{\"a\":1}",
        "[]",
        "[",
        "null",
        "2",
        "\"x\"",
        "[2",
        "[2,",
        "[2,\"a",
        "[[2],\"a\"]",
        "[{},\"a\"]"
      })
  void answersWhatIsNoFrameWithAnUnreadableId(String text) {
    refuses(text, "-1", RpcErrorCode.RPC_FRAMEWORK_ERROR);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[2,17,\"Heartbeat\",{}]",
        "[2,null,\"Heartbeat\",{}]",
        "[2,\"\",\"Heartbeat\",{}]",
        "[2,\"a\\u0000b\",\"Heartbeat\",{}]",
        "[2,\"a\\ud800\",\"Heartbeat\",{}]",
        "[2,\"0123456789012345678901234567890123456\",\"Heartbeat\",{}]"
      })
  void neverEchoesAnIdThatIsNone(String text) {
    refuses(text, "-1", RpcErrorCode.RPC_FRAMEWORK_ERROR);
  }

  @Test
  void refusesAnIdOfAnySizeWithoutEchoingIt() {
    refuses(
        "[2,\"" + "x".repeat(200) + "\",\"Heartbeat\",{}]", "-1", RpcErrorCode.RPC_FRAMEWORK_ERROR);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[\"2\",\"i\",\"Heartbeat\",{}]|RPC_FRAMEWORK_ERROR",
        "[2.0,\"i\",\"Heartbeat\",{}]|RPC_FRAMEWORK_ERROR",
        "[true,\"i\",\"Heartbeat\",{}]|RPC_FRAMEWORK_ERROR",
        "[2,\"i\",{}]|RPC_FRAMEWORK_ERROR",
        "[2,\"i\"]|RPC_FRAMEWORK_ERROR",
        "[2,\"i\",\"Heartbeat\"]|RPC_FRAMEWORK_ERROR",
        "[2,\"i\",\"Heartbeat\",{},1]|RPC_FRAMEWORK_ERROR",
        "[9,\"i\",\"Heartbeat\",{}]|MESSAGE_TYPE_NOT_SUPPORTED",
        "[5,\"i\",\"Heartbeat\",{}]|MESSAGE_TYPE_NOT_SUPPORTED",
        "[6,\"i\",\"Heartbeat\",{}]|MESSAGE_TYPE_NOT_SUPPORTED",
        "[-2,\"i\",\"Heartbeat\",{}]|MESSAGE_TYPE_NOT_SUPPORTED",
        "[99999999999999999999,\"i\",\"Heartbeat\",{}]|MESSAGE_TYPE_NOT_SUPPORTED",
        "[2,\"i\",\"Heartbeat\",{}]x|FORMAT_VIOLATION",
        "[2,\"i\",\"Heartbeat\",{}][]|FORMAT_VIOLATION",
        "[2,\"i\",\"Heartbeat\",{|FORMAT_VIOLATION",
        "[2,\"i\",\"Heartbeat\",{}|RPC_FRAMEWORK_ERROR",
      })
  void refusesABrokenFrameUnderItsOwnId(String text, RpcErrorCode code) {
    assertThat(read(text))
        .isInstanceOfSatisfying(
            Frame.Refused.class,
            refused -> {
              assertThat(refused.id()).isEqualTo("i");
              // Cut off behind the payload, both verdicts are true.
              assertThat(refused.violation().code()).isIn(code, RpcErrorCode.FORMAT_VIOLATION);
            });
  }

  @Test
  void acceptsTheLongestId() {
    String id = "012345678901234567890123456789012345";
    assertThat(read("[2,\"" + id + "\",\"Heartbeat\",{}]"))
        .isEqualTo(new Frame.Call(id, "Heartbeat", new HeartbeatRequest(), "{}", 0));
  }

  @Test
  void keepsTheTextOfAnAnswerForWhoeverAsked() {
    assertThat(read(" [ 3 , \"q1\" , {\"status\": \"Accepted\"} ] "))
        .isEqualTo(new Frame.Result("q1", "{\"status\": \"Accepted\"}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[3,\"q1\"]",
        "[3,\"q1\",[]]",
        "[3,\"q1\",{\"a\":}]",
        "[3,\"q1\",{\"a\":1,\"a\":1}]",
        "[3,\"q1\",{},{}]",
        "[3,\"q1\",{}",
        "[4,\"q1\"]",
        "[4,\"q1\",17]",
        "[3,17,{}]"
      })
  void neverAnswersAnAnswer(String text) {
    assertThat(read(text)).isInstanceOf(Frame.BrokenAnswer.class);
  }

  @ParameterizedTest
  @CsvSource({
    "NotSupported,NOT_SUPPORTED",
    "OccurrenceConstraintViolation,OCCURRENCE_CONSTRAINT_VIOLATION",
    "OccurenceConstraintViolation,OCCURRENCE_CONSTRAINT_VIOLATION",
    "FormationViolation,FORMAT_VIOLATION",
    "Whatever,GENERIC_ERROR"
  })
  void takesEverySpellingOfAnError(String wire, RpcErrorCode code) {
    assertThat(read("[4,\"q1\",\"" + wire + "\",\"why\",{}]"))
        .isEqualTo(new Frame.Failure("q1", code, wire, "why"));
    assertThat(read("[4,\"q1\",\"" + wire + "\"]"))
        .isEqualTo(new Frame.Failure("q1", code, wire, ""));
  }

  @Test
  void refusesAMessageBeyondTheDocumentLimit() {
    String big = "x".repeat(256 * 1024);
    refuses(
        "[2,\"i\",\"DataTransfer\",{\"vendorId\":\"v\",\"data\":\"" + big + "\"}]",
        "-1",
        RpcErrorCode.RPC_FRAMEWORK_ERROR);
  }
}
