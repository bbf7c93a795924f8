package io.tidegate.itests.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A station whose socket is open: says what the test says and keeps what the gateway asks. */
final class HostileStation extends Attacker {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CALL = 2;
  private static final int RESULT = 3;
  private static final int ERROR = 4;
  private static final int RESULT_ERROR = 5;
  private static final int LONGEST_DESCRIPTION = 255;

  /** A gateway that goes on pinging never lets a read time out. */
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Version version;
  private final String identity;
  private final Deque<JsonNode> asked = new ArrayDeque<>();
  private int ids;

  HostileStation(int port, String source, int window, Version version, String identity)
      throws IOException {
    super(port, source, window);
    this.version = version;
    this.identity = identity;
  }

  /** Over a socket that is connected, TLS for one. */
  HostileStation(Socket socket, Version version, String identity) throws IOException {
    super(socket);
    this.version = version;
    this.identity = identity;
  }

  String identity() {
    return identity;
  }

  Version version() {
    return version;
  }

  /** Completes the handshake. */
  HostileStation open(String... headers) throws IOException {
    String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
    all[headers.length] = "Sec-WebSocket-Protocol: " + version.wire();
    assertThat(exchange(request("/" + identity, all)))
        .startsWith("HTTP/1.1 101 ")
        .contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
        .containsIgnoringCase("sec-websocket-protocol: " + version.wire());
    return this;
  }

  HostileStation boot() throws IOException {
    assertThat(call("BootNotification", version.boot()).path("status").asText())
        .isEqualTo("Accepted");
    return this;
  }

  void say(String text) throws IOException {
    frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A new message id. */
  String id() {
    return identity + "-" + ids++;
  }

  /** Payload of the result. */
  JsonNode call(String action, String payload) throws IOException {
    String id = id();
    say("[2,\"" + id + "\",\"" + action + "\"," + payload + "]");
    JsonNode answer = answer();
    assertThat(answer.path(1).asText()).isEqualTo(id);
    assertThat(answer.path(0).asInt()).as("%s of %s", answer, payload).isEqualTo(RESULT);
    return answer.path(2);
  }

  /**
   * The next frame that answers a request; the gateway's own requests are kept. What it says of
   * answers of ours that it could not read is passed over: {@link #willing} fits most, not all.
   */
  JsonNode answer() throws IOException {
    while (true) {
      JsonNode frame = frame();
      if (frame.path(0).asInt() == CALL) {
        asked.add(frame);
      } else if (frame.path(0).asInt() != RESULT_ERROR) {
        return frame;
      }
    }
  }

  /** The gateway's word on an answer of ours that it could not read; what is between is kept. */
  JsonNode complaint(String id) throws IOException {
    while (true) {
      JsonNode frame = frame();
      if (frame.path(0).asInt() == CALL) {
        asked.add(frame);
      } else if (frame.path(0).asInt() == RESULT_ERROR && frame.path(1).asText().equals(id)) {
        return frame;
      }
    }
  }

  /** The next request of the gateway with that action; requests before it are passed over. */
  JsonNode asked(String action) throws IOException {
    while (true) {
      JsonNode frame = asked.isEmpty() ? frame() : asked.poll();
      if (frame.path(0).asInt() == CALL) {
        if (frame.path(2).asText().equals(action)) {
          return frame;
        }
        willing(frame);
      }
    }
  }

  /** The next request of the gateway, whatever it is; it is not answered. */
  JsonNode question() throws IOException {
    JsonNode frame = asked.isEmpty() ? frame() : asked.poll();
    assertThat(frame.path(0).asInt()).as("a request, not %s", frame).isEqualTo(CALL);
    return frame;
  }

  /** Requests of the gateway that have come and nobody has looked at. */
  int questions() {
    return asked.size();
  }

  /** Agrees to every request of the gateway that has come with the answers so far. */
  void drain(java.util.function.Consumer<JsonNode> seen) throws IOException {
    for (JsonNode call = asked.poll(); call != null; call = asked.poll()) {
      seen.accept(call);
      willing(call);
    }
  }

  /** Answers as a station that agrees; what it is asked for next comes after that. */
  void willing(JsonNode call) throws IOException {
    say("[3,\"" + call.path(1).asText() + "\",{\"status\":\"Accepted\"}]");
  }

  private JsonNode frame() throws IOException {
    Frame frame = read();
    long begin = System.nanoTime();
    while (frame.opcode() == (PING & 0x0F)) {
      assertThat(System.nanoTime() - begin).as("nothing but pings, ns").isLessThan(SILENCE_NANOS);
      frame(0x8A, frame.payload());
      frame = read();
    }
    assertThat(frame.opcode())
        .as("a message, not %s %s", frame.opcode(), frame.code())
        .isEqualTo(TEXT & 0x0F);
    return JSON.readTree(frame.text());
  }

  /**
   * Expects a CALLERROR with one of the codes: a constant description, no details, nothing of ours.
   */
  void refused(String text, String id, String... codes) throws IOException {
    say(text);
    JsonNode answer = answer();
    assertThat(answer.path(0).asInt()).as("%s", answer).isEqualTo(ERROR);
    assertThat(answer.path(1).asText()).as("%s", answer).isEqualTo(id);
    assertThat(answer.path(2).asText())
        .as("%s", answer)
        .isIn((Object[]) List.of(codes).stream().map(version::spell).toArray(String[]::new));
    assertThat(answer.path(3).asText())
        .hasSizeLessThanOrEqualTo(LONGEST_DESCRIPTION)
        .doesNotContainPattern("(?i)exception|java|jackson|tidegate|\\bnull\\b pointer");
    assertThat(answer.path(4)).isEqualTo(JSON.createObjectNode());
    alive();
  }

  /** Expects a CALLERROR to a request whose payload is spoilt. */
  void spoilt(String action, String payload, String... codes) throws IOException {
    String id = id();
    refused("[2,\"" + id + "\",\"" + action + "\"," + payload + "]", id, codes);
  }

  /** What cannot be told from a request: an error of the frame in 2.x, nothing in 1.6. */
  void unreadable(String text, String id) throws IOException {
    if (version.oneSix()) {
      unanswered(text);
    } else {
      refused(text, id, "RpcFrameworkError");
    }
  }

  /** Expects no answer: the next one is that of a heartbeat. */
  void unanswered(String text) throws IOException {
    say(text);
    alive();
  }

  /** The connection is still good. */
  void alive() throws IOException {
    assertThat(call("Heartbeat", "{}").has("currentTime")).isTrue();
  }
}
