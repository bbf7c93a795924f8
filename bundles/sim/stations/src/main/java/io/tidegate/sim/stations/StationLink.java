package io.tidegate.sim.stations;

import io.tidegate.codec.ocpp.json.Frame;
import io.tidegate.codec.ocpp.json.Protocol;
import io.tidegate.codec.ocpp.json.Request;
import io.tidegate.codec.ocpp.json.RpcErrorCode;
import io.tidegate.codec.ocpp.json.Side;
import io.tidegate.codec.ocpp.json.Strictness;
import io.tidegate.codec.ocpp.json.Violation;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A station's WebSocket with OCPP-J over it: one request of ours in flight, the site's requests
 * answered at once. All state belongs to the simulation's thread; socket callbacks hop onto it.
 */
final class StationLink {
  private static final Logger LOG = LoggerFactory.getLogger(StationLink.class);
  private static final int MOST_WAITING = 500;
  private final HttpClient http;
  private final Executor simulation;
  private final Speech speech;
  private final Protocol protocol;
  private final StationSettings settings;
  private final Function<Request, Record> onRequest;
  private final Consumer<Boolean> onState;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private WebSocket socket;
  private Waiting inFlight;
  private CompletableFuture<WebSocket> connecting = new CompletableFuture<>();
  private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);
  private int generation;

  /**
   * @param said in the version's words; null while it waits
   */
  private record Waiting(String id, Record request, Record said, Consumer<String> answer) {}

  StationLink(
      HttpClient http,
      Executor simulation,
      Speech speech,
      StationSettings settings,
      Function<Request, Record> onRequest,
      Consumer<Boolean> onState) {
    this.http = http;
    this.simulation = simulation;
    this.speech = speech;
    this.protocol = speech.protocol();
    this.settings = settings;
    this.onRequest = onRequest;
    this.onState = onState;
  }

  boolean open() {
    return socket != null;
  }

  void connect() {
    int attempt = ++generation;
    String id = URLEncoder.encode(settings.id(), StandardCharsets.UTF_8);
    WebSocket.Builder builder =
        http.newWebSocketBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .subprotocols(protocol.version().subprotocol());
    if (!settings.password().isEmpty()) {
      String both = settings.id() + ":" + settings.password();
      builder.header(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
    }
    URI uri = settings.gateway().resolve(id);
    connecting =
        builder
            .buildAsync(uri, new Listener(attempt))
            .whenCompleteAsync((opened, failure) -> ended(attempt, failure), simulation);
  }

  private void ended(int attempt, Throwable failure) {
    if (attempt == generation && failure != null) {
      LOG.debug("{} cannot connect: {}", settings.id(), failure.toString());
      onState.accept(false);
    }
  }

  private void connected(int attempt, WebSocket opened) {
    if (attempt != generation) {
      opened.abort();
    } else {
      socket = opened;
      onState.accept(true);
      sendNext();
    }
  }

  /** Cuts the connection without a word, as a lost network does. */
  void drop() {
    generation++;
    connecting.cancel(false);
    WebSocket was = socket;
    socket = null;
    inFlight = null;
    waiting.clear();
    if (was != null) {
      was.abort();
    }
  }

  /**
   * Queues a request; the answer's payload goes to {@code answer}, which is not called when there
   * is none.
   */
  void call(Record request, Consumer<String> answer) {
    if (waiting.size() >= MOST_WAITING) {
      waiting.removeFirst();
    }
    waiting.add(new Waiting(UUID.randomUUID().toString(), request, null, answer));
    sendNext();
  }

  private void sendNext() {
    while (socket != null && inFlight == null && !waiting.isEmpty()) {
      Waiting next = waiting.poll();
      // only now: 1.6 needs what the answers before this one have said
      Optional<Record> said = speech.say(next.request());
      if (said.isPresent()) {
        inFlight = new Waiting(next.id(), next.request(), said.get(), next.answer());
        send(protocol.call(inFlight.id(), inFlight.said()));
      }
    }
  }

  private void send(String text) {
    WebSocket target = socket;
    if (target != null) {
      // one send at a time: that is the JDK client's rule
      sending = sending.handle((ok, no) -> null).thenCompose(x -> target.sendText(text, true));
    }
  }

  private void received(int attempt, String text) {
    if (attempt != generation) {
      return;
    }
    Frame frame = protocol.read(text, Side.SITE, Strictness.STRICT);
    if (frame instanceof Frame.Call call) {
      Record answer = speech.answer(call.message(), onRequest);
      send(
          answer == null
              ? protocol.failure(call.id(), RpcErrorCode.NOT_SUPPORTED, "No such thing here")
              : protocol.result(call.id(), answer));
    } else if (frame instanceof Frame.Result result) {
      settle(result.id(), result.payload());
    } else if (frame instanceof Frame.Failure error) {
      LOG.warn("{} was refused: {} {}", settings.id(), error.wire(), error.description());
      settle(error.id(), null);
    } else {
      LOG.error("{} got a frame that breaks the protocol: {}", settings.id(), frame);
    }
  }

  private void settle(String id, String payload) {
    if (inFlight == null || !inFlight.id().equals(id)) {
      return;
    }
    Waiting settled = inFlight;
    inFlight = null;
    if (payload != null) {
      try {
        speech.heard(settled.said(), payload);
        settled.answer().accept(payload);
      } catch (Violation e) {
        LOG.error("{} got an answer that breaks the protocol: {}", settings.id(), e.toString());
      }
    }
    sendNext();
  }

  private void closed(int attempt) {
    if (attempt == generation && socket != null) {
      socket = null;
      inFlight = null;
      waiting.clear();
      onState.accept(false);
    }
  }

  private final class Listener implements WebSocket.Listener {
    private final int attempt;
    private final StringBuilder text = new StringBuilder();

    Listener(int attempt) {
      this.attempt = attempt;
    }

    /** Before the first message, so that its answer has a way back. */
    @Override
    public void onOpen(WebSocket from) {
      simulation.execute(() -> connected(attempt, from));
      from.request(1);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        String message = text.toString();
        text.setLength(0);
        simulation.execute(() -> received(attempt, message));
      }
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      simulation.execute(() -> closed(attempt));
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      simulation.execute(() -> closed(attempt));
    }
  }
}
