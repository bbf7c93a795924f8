package io.tidegate.itests.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A station that says what the test says, and agrees to everything that it is asked unless the test
 * says otherwise.
 */
public final class TalkingStation implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PATIENCE_S = 20;

  private final List<JsonNode> asked = new CopyOnWriteArrayList<>();
  private final LinkedBlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
  private final Map<String, String> willing = new ConcurrentHashMap<>();
  private CompletableFuture<WebSocket> sending = CompletableFuture.completedFuture(null);
  private WebSocket socket;
  private volatile boolean closed;
  private int ids;

  private TalkingStation() {}

  public static TalkingStation connect(Home home, String identity, String subprotocol)
      throws Exception {
    TalkingStation station = new TalkingStation();
    station.socket =
        HTTP.newWebSocketBuilder()
            .subprotocols(subprotocol)
            .buildAsync(home.ocpp().resolve(identity), station.new Listener())
            .get(PATIENCE_S, TimeUnit.SECONDS);
    return station;
  }

  /** Answers that action with this payload from now on. */
  public TalkingStation will(String action, String payload) {
    willing.put(action, payload);
    return this;
  }

  /** Requests of the gateway so far, whole frames. */
  public List<JsonNode> asked() {
    return List.copyOf(asked);
  }

  public List<JsonNode> asked(String action) {
    return asked.stream().filter(f -> f.path(2).asText().equals(action)).toList();
  }

  /** Says a request; the whole frame of the answer. */
  public JsonNode call(String action, String payload) throws Exception {
    String id = "station-" + ids++;
    say("[2,\"" + id + "\",\"" + action + "\"," + payload + "]");
    while (true) {
      JsonNode answer = answers.poll(PATIENCE_S, TimeUnit.SECONDS);
      if (answer == null) {
        throw new AssertionError("no answer to " + action);
      }
      if (answer.path(1).asText().equals(id)) {
        return answer;
      }
    }
  }

  public void say(String text) throws InterruptedException, ExecutionException, TimeoutException {
    send(socket, text).get(PATIENCE_S, TimeUnit.SECONDS);
  }

  /** One after the other: a WebSocket of Java's refuses a text while another leaves. */
  private synchronized CompletableFuture<WebSocket> send(WebSocket through, String text) {
    CompletableFuture<WebSocket> sent =
        sending.handle((none, failure) -> text).thenCompose(next -> through.sendText(next, true));
    sending = sent;
    return sent;
  }

  /** Whether the gateway, or the network, has ended it. */
  public boolean closed() {
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
      from.request(1);
      if (!last) {
        return null;
      }
      String message = text.toString();
      text.setLength(0);
      return heard(from, message);
    }

    private CompletionStage<?> heard(WebSocket from, String message) {
      try {
        JsonNode frame = JSON.readTree(message);
        if (frame.path(0).asInt() != 2) {
          answers.add(frame);
          return null;
        }
        asked.add(frame);
        String answer = willing.getOrDefault(frame.path(2).asText(), "{\"status\":\"Accepted\"}");
        return send(from, "[3,\"" + frame.path(1).asText() + "\"," + answer + "]");
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
