package io.tidegate.itests.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.itests.harness.Await;
import java.time.Duration;
import java.util.List;

/** The RPC frame (OCPP 2.x part 4 §4.2). */
final class FrameRows {
  private static final int POLICY = 1008;

  /** As many within a minute end the connection. */
  private static final int MOST_UNREADABLE = 20;

  static final List<Row> ROWS =
      List.of(
          new Row("F1", "text that is not JSON", scene -> unreadable(scene, "hello", "[2,")),
          new Row("F1", "again and again", FrameRows::againAndAgain),
          new Row("F2", "an object instead of an array", s -> unreadable(s, "{}", "{\"a\":[2]}")),
          new Row("F3", "an empty array", scene -> unreadable(scene, "[]")),
          new Row("F4", "unknown message types", FrameRows::unknownTypes),
          new Row("F5", "the message type as a string", FrameRows::typeAsString),
          new Row("F6", "a CALL of three elements, or of five", FrameRows::wrongCount),
          new Row("F7", "a message id of 200 characters", FrameRows::longId),
          new Row("F8", "a message id that is a number, null or missing", FrameRows::noId),
          new Row("F9", "answers that nobody asked for", FrameRows::unasked),
          new Row("F10", "an answer that breaks the schema", FrameRows::brokenAnswer),
          new Row("F11", "a CALLRESULTERROR", FrameRows::resultError, Version::twoOne),
          new Row("F12", "a SEND that is broken", FrameRows::brokenSend, Version::twoOne),
          new Row("F13", "the same CALL twice", FrameRows::twice),
          new Row("F14", "a hundred CALLs without waiting", FrameRows::hundred),
          new Row("F15", "a CALLERROR with an unknown code", FrameRows::unknownCode));

  private FrameRows() {}

  private static void unreadable(Scene scene, String... texts) throws Exception {
    for (String text : texts) {
      try (HostileStation station = scene.booted()) {
        station.unreadable(text, "-1");
      }
    }
  }

  /** One line in the log, and in the end no connection. */
  private static void againAndAgain(Scene scene) throws Exception {
    try (HostileStation station = scene.booted()) {
      for (int i = 0; i < MOST_UNREADABLE; i++) {
        station.say("hello");
      }
      assertThat(station.closeCode()).isEqualTo(POLICY);
      String line = "OCPP_JSON_INVALID: station " + station.identity() + ":";
      Await.until(
          "the log has it",
          Duration.ofSeconds(25),
          () -> scene.gateway().home().log().contains(line));
      assertThat(scene.gateway().home().log().split(java.util.regex.Pattern.quote(line)))
          .as("once a burst")
          .hasSize(2);
    }
  }

  private static void unknownTypes(Scene scene) throws Exception {
    try (HostileStation station = scene.booted()) {
      int[] types = scene.version().twoOne() ? new int[] {9, 0, 1} : new int[] {9, 0, 1, 5, 6};
      for (int type : types) {
        String id = station.id();
        String text = "[" + type + ",\"" + id + "\",\"Heartbeat\",{}]";
        if (scene.version().oneSix()) {
          station.unanswered(text);
        } else {
          station.refused(text, id, "MessageTypeNotSupported");
        }
      }
    }
  }

  private static void typeAsString(Scene scene) throws Exception {
    try (HostileStation station = scene.booted()) {
      String id = station.id();
      station.unreadable("[\"2\",\"" + id + "\",\"Heartbeat\",{}]", id);
    }
  }

  private static void wrongCount(Scene scene) throws Exception {
    try (HostileStation station = scene.booted()) {
      String code = scene.version().oneSix() ? "FormatViolation" : "RpcFrameworkError";
      for (String rest : new String[] {"]", ",{},{}]", ",{},1]"}) {
        String id = station.id();
        station.refused("[2,\"" + id + "\",\"Heartbeat\"" + rest, id, code, "FormatViolation");
      }
    }
  }

  private static void longId(Scene scene) throws Exception {
    try (HostileStation station = scene.booted()) {
      for (int length : new int[] {37, 200}) {
        station.unreadable("[2,\"" + "i".repeat(length) + "\",\"Heartbeat\",{}]", "-1");
      }
      String longest = "i".repeat(36);
      station.say("[2,\"" + longest + "\",\"Heartbeat\",{}]");
      assertThat(station.answer().path(1).asText()).isEqualTo(longest);
    }
  }

  private static void noId(Scene scene) throws Exception {
    try (HostileStation station = scene.booted()) {
      for (String text :
          new String[] {
            "[2,17,\"Heartbeat\",{}]", "[2,null,\"Heartbeat\",{}]", "[2]", "[2,{},\"Heartbeat\",{}]"
          }) {
        station.unreadable(text, "-1");
      }
    }
  }

  private static void unasked(Scene scene) throws Exception {
    try (HostileStation station = scene.booted()) {
      station.unanswered("[3,\"nobody\",{}]");
      station.unanswered("[4,\"nobody\",\"GenericError\",\"\",{}]");
      JsonNode call = station.asked("SetChargingProfile");
      station.willing(call);
      for (int late = 0; late < 2; late++) {
        station.unanswered("[3,\"" + call.path(1).asText() + "\",{\"status\":\"Rejected\"}]");
      }
    }
  }

  /** The caller is told: what was not installed is sent again. */
  private static void brokenAnswer(Scene scene) throws Exception {
    try (HostileStation station = scene.booted()) {
      JsonNode call = station.asked("SetChargingProfile");
      station.say("[3,\"" + call.path(1).asText() + "\",{\"status\":\"Perhaps\"}]");
      if (scene.version().twoOne()) {
        JsonNode complaint = station.complaint(call.path(1).asText());
        assertThat(complaint.path(2).asText()).isEqualTo("PropertyConstraintViolation");
      }
      JsonNode again = station.asked("SetChargingProfile");
      assertThat(again.path(1)).isNotEqualTo(call.path(1));
      station.alive();
    }
  }

  /** One for an answer of ours, one for nothing: both are logged and not answered. */
  private static void resultError(Scene scene) throws Exception {
    try (HostileStation station = scene.booted()) {
      String id = station.id();
      station.say("[2,\"" + id + "\",\"Heartbeat\",{}]");
      assertThat(station.answer().path(1).asText()).isEqualTo(id);
      for (String of : new String[] {id, "nobody"}) {
        String code = "Unread" + of;
        station.unanswered("[5,\"" + of + "\",\"" + code + "\",\"\",{}]");
        Await.until(
            "the code is in the log as it came",
            Duration.ofSeconds(25),
            () ->
                scene.gateway().home().log().contains("could not read an answer of ours: " + code));
      }
      station.unanswered("[5]");
      station.unanswered("[5,\"" + id + "\"]");
    }
  }

  /** Nobody answers a SEND, whatever is wrong with it (2.1 part 4). */
  private static void brokenSend(Scene scene) throws Exception {
    String data = "{\"id\":1,\"pending\":0,\"basetime\":\"" + Version.now() + "\",\"data\":";
    try (HostileStation station = scene.booted()) {
      for (String rest :
          new String[] {
            "\"NotifyPeriodicEventStream\"," + data + "[{\"t\":0,\"v\":\"1\"}]}",
            "\"NotifyPeriodicEventStream\"," + data + "[]}",
            "\"NotifyPeriodicEventStream\",{\"id\":\"one\"}",
            "\"NotifyPeriodicEventStream\"",
            "\"Heartbeat\",{}",
            "\"FooBar\",{}",
            "17,{}"
          }) {
        station.unanswered("[6,\"" + station.id() + "\"," + rest + "]");
      }
      // the other way round it is an error that has an answer
      String id = station.id();
      station.refused(
          "[2,\"" + id + "\",\"NotifyPeriodicEventStream\"," + data + "[{\"t\":0,\"v\":\"1\"}]}]",
          id,
          "NotSupported",
          "NotImplemented",
          "MessageTypeNotSupported");
    }
  }

  private static void twice(Scene scene) throws Exception {
    try (HostileStation station = scene.booted()) {
      String text =
          "[2,\"" + station.id() + "\",\"StatusNotification\"," + scene.version().status() + "]";
      station.say(text);
      JsonNode first = station.answer();
      station.say(text);
      assertThat(first.path(0).asInt()).isEqualTo(3);
      assertThat(station.answer()).isEqualTo(first);
      Await.until(
          "the second was not served anew",
          Duration.ofSeconds(25),
          () ->
              scene
                  .gateway()
                  .home()
                  .log()
                  .contains("Station " + station.identity() + ": request came twice"));
    }
  }

  private static void hundred(Scene scene) throws Exception {
    try (HostileStation station = scene.booted()) {
      for (int i = 0; i < 100; i++) {
        station.say(
            "[2,\"many-" + i + "\",\"StatusNotification\"," + scene.version().status() + "]");
      }
      for (int i = 0; i < 100; i++) {
        JsonNode answer = station.answer();
        assertThat(answer.path(0).asInt()).as("%s", answer).isEqualTo(3);
        assertThat(answer.path(1).asText()).isEqualTo("many-" + i);
      }
    }
  }

  private static void unknownCode(Scene scene) throws Exception {
    try (HostileStation station = scene.booted()) {
      String id = station.asked("SetChargingProfile").path(1).asText();
      station.unanswered("[4,\"" + id + "\",\"NotImplemnted" + station.identity() + "\",\"\",{}]");
      Await.until(
          "the code is in the log as it came",
          Duration.ofSeconds(25),
          () -> scene.gateway().home().log().contains("NotImplemnted" + station.identity()));
    }
  }
}
