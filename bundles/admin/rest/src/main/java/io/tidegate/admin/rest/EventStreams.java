package io.tidegate.admin.rest;

import io.tidegate.api.control.DecisionView;
import io.tidegate.api.control.SiteView;
import jakarta.servlet.AsyncContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server-sent events (HTML standard, 9.2) for the live page: the site after a decision, at most
 * twice a second, each event a whole picture with the decision's number as its id, so that a reader
 * that missed some needs nothing but the next. Owns the thread {@code tidegate-rest-events}, which
 * does nothing while nobody reads, but for the {@link Rehearsal} after the start.
 */
final class EventStreams {
  private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);
  private static final int PERIOD_MS = 500;
  private static final int QUIET_ROUNDS = 20;
  private static final byte[] QUIET = ": still here\n\n".getBytes(StandardCharsets.US_ASCII);

  private final Backend backend;
  private final IntSupplier most;
  private final List<EventStream> streams = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService thread;
  private final Rehearsal rehearsal = new Rehearsal();
  private Instant sent = Instant.EPOCH;
  private byte[] event = QUIET;
  private int quietRounds;

  /**
   * @param most readers at a time
   */
  EventStreams(Backend backend, IntSupplier most) {
    this.backend = backend;
    this.most = most;
    thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread worker = new Thread(task, "tidegate-rest-events");
              worker.setDaemon(true);
              return worker;
            });
    var unused =
        thread.scheduleWithFixedDelay(this::round, PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
    rehearse(Rehearsal.BEGIN_MS);
  }

  private void rehearse(int inMillis) {
    Runnable next =
        () -> {
          if (rehearsal.goesOn() && !thread.isShutdown()) {
            rehearse(Rehearsal.PAUSE_MS);
          }
        };
    var unused = thread.schedule(next, inMillis, TimeUnit.MILLISECONDS);
  }

  List<Router.Route> routes() {
    return List.of(Router.Route.get("/api/v1/events", this::open));
  }

  private void open(Exchange exchange) throws IOException {
    if (streams.size() >= most.getAsInt()) {
      exchange.response().setHeader("Retry-After", "10");
      throw new ApiException(503, "TOO_MANY_STREAMS", "Too many readers of the event stream.");
    }
    exchange.response().setContentType("text/event-stream; charset=utf-8");
    exchange.response().setHeader("X-Accel-Buffering", "no");
    AsyncContext async = exchange.request().startAsync();
    async.setTimeout(0);
    EventStream stream = new EventStream(async, streams::remove);
    streams.add(stream);
    async.getResponse().getOutputStream().setWriteListener(stream);
    thread.execute(() -> greet(stream));
  }

  private void greet(EventStream stream) {
    round();
    stream.offer(event);
  }

  /** Events thread only. */
  private void round() {
    if (streams.isEmpty()) {
      return;
    }
    try {
      Optional<DecisionView> latest = backend.view().flatMap(SiteView::latest);
      Instant decided = latest.map(view -> view.decision().at()).orElse(sent);
      if (latest.isPresent() && !decided.equals(sent)) {
        sent = decided;
        event = encode(latest.get());
        quietRounds = 0;
        streams.forEach(stream -> stream.offer(event));
      } else if (++quietRounds % QUIET_ROUNDS == 0) {
        // so that a reader that is gone is found, and proxies keep the line
        streams.forEach(stream -> stream.offer(QUIET));
      }
    } catch (IOException | RuntimeException e) {
      LOG.error("event stream: this round failed", e);
    }
  }

  private static byte[] encode(DecisionView view) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(
        ("event: site\nid: " + view.decision().number() + "\ndata: ")
            .getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(Exchange.encode(new SiteJson(view, Instant.now())::site));
    bytes.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
    return bytes.toByteArray();
  }

  int size() {
    return streams.size();
  }

  void close() {
    thread.shutdownNow();
    streams.forEach(EventStream::close);
    try {
      if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
        LOG.warn("event stream: the thread is still busy");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
