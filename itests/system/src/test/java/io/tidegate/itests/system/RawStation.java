package io.tidegate.itests.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.itests.harness.Home;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A WebSocket that says what the test says, letter by letter. It answers nothing that the gateway
 * asks.
 */
final class RawStation implements AutoCloseable {
  /** An answer takes some 10 ms; the rest is for a machine that does other things too. */
  private static final int PATIENCE_S = 30;

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int RESULT = 3;

  private final BlockingQueue<JsonNode> results = new LinkedBlockingQueue<>();
  private WebSocket socket;
  private volatile boolean closed;
  private int messages;

  private RawStation() {}

  /** Connects without credentials; fails with an ExecutionException when it is refused. */
  static RawStation connect(Home home, String identity) throws Exception {
    RawStation station = new RawStation();
    station.socket =
        HTTP.newWebSocketBuilder()
            .subprotocols("ocpp2.0.1")
            .buildAsync(home.ocpp().resolve(identity), station.new Listener())
            .get(PATIENCE_S, TimeUnit.SECONDS);
    return station;
  }

  JsonNode boot() throws Exception {
    return call(
        "BootNotification",
        Map.of(
            "reason", "PowerUp", "chargingStation", Map.of("model", "Raw", "vendorName", "Test")));
  }

  /** The payload of the answer. */
  JsonNode call(String action, Map<String, ?> payload) throws Exception {
    String id = "raw-" + ++messages;
    say(JSON.writeValueAsString(new Object[] {2, id, action, payload}));
    JsonNode result = results.poll(PATIENCE_S, TimeUnit.SECONDS);
    while (result != null && !result.path(1).asText().equals(id)) {
      result = results.poll(PATIENCE_S, TimeUnit.SECONDS);
    }
    if (result == null) {
      throw new IOException("no answer to " + action);
    }
    return result.path(2);
  }

  void say(String text) throws Exception {
    try {
      socket.sendText(text, true).get(PATIENCE_S, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      // it has hung up on us
      closed = true;
    }
  }

  boolean closed() {
    return closed;
  }

  @Override
  public void close() {
    socket.abort();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        keep(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    private void keep(String message) {
      try {
        JsonNode frame = JSON.readTree(message);
        if (frame.path(0).asInt() == RESULT) {
          results.add(frame);
        }
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      closed = true;
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      closed = true;
    }
  }
}
