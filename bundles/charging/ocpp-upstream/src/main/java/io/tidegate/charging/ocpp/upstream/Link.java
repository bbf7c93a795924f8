package io.tidegate.charging.ocpp.upstream;

import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One station at one upstream: its WebSocket, one request in flight (OCPP part 4 §4.1.1), what
 * waits in order, back-off with jitter. On the upstream's thread; what the health check reads is
 * volatile.
 */
@SuppressWarnings("FutureReturnValueIgnored") // whoever waits for an answer has its future
final class Link implements Ear {
  static final String NOT_OFFERED = "it does not offer the station's version of OCPP";

  private static final Logger LOG = LoggerFactory.getLogger(Link.class);
  private static final int MOST_DOUBLINGS = 20;
  private static final int MOST_ASKED = 64;
  private static final int GONE_SOON = 1;

  private final Upstream upstream;
  private final String station;
  private final Deque<Ask> asks = new ArrayDeque<>();
  private final Presentation presentation;
  private String subprotocol;
  private Wire wire;
  private boolean open;
  private Flight flight;
  private Future<?> timer;
  private int failures;
  private int attempts;
  private long notBefore;
  private boolean ended;
  private volatile boolean up;
  private volatile String problem = "not connected yet";

  /** A request that somebody waits for; not kept. */
  private record Ask(
      String id, String frame, boolean early, CompletableFuture<Optional<Envelope>> answer) {}

  /** The request in flight. */
  private record Flight(String id, Function<Envelope, Boolean> landed, Future<?> deadline) {}

  Link(Upstream upstream, String station, String subprotocol) {
    this.upstream = upstream;
    this.station = station;
    this.subprotocol = subprotocol;
    this.presentation = new Presentation(upstream, station, this);
  }

  String station() {
    return station;
  }

  String subprotocol() {
    return subprotocol;
  }

  /** Whether requests reach it now. */
  boolean ready() {
    return open && (presentation.accepted() || upstream.settings().mode() == Mode.TRANSPARENT);
  }

  /** Whether the WebSocket is open; any thread. */
  boolean up() {
    return up;
  }

  /** Why it is not, a sentence's end; any thread. */
  String problem() {
    return problem;
  }

  /** Something has changed: connect, go on, change the version, or end. */
  void look() {
    String wanted = upstream.wanted(station);
    if (ended) {
      return;
    }
    if (wanted.isEmpty()) {
      if (flight == null) {
        end("nothing to say");
      }
      return;
    }
    if (!wanted.equals(subprotocol)) {
      subprotocol = wanted;
      if (wire != null) {
        wire.close("the station speaks another version");
      }
    }
    if (wire == null && timer == null) {
      dial();
    }
    pump();
  }

  private void dial() {
    timer = null;
    if (!ended) {
      wire = upstream.hub().dialer().dial(upstream.settings(), station, subprotocol, this);
    }
  }

  @Override
  public void open() {
    open = true;
    up = true;
    problem = "";
    failures = 0;
    LOG.info("Upstream {}: station {} is presented, {}", upstream.name(), station, subprotocol);
    presentation.opened();
    upstream.linked(this);
    pump();
  }

  @Override
  public void closed(String why) {
    if (!ended) {
      String before = problem;
      problem = why;
      if (!why.equals(before)) {
        LOG.warn("Upstream {}: station {} has no link: {}", upstream.name(), station, why);
      }
    }
    wire = null;
    open = false;
    up = false;
    Flight lost = flight;
    flight = null;
    if (lost != null) {
      lost.deadline.cancel(false);
    }
    presentation.closed();
    asks.forEach(a -> a.answer.complete(Optional.empty()));
    asks.clear();
    upstream.unlinked(this);
    if (!ended) {
      failures++;
      again(backOff());
    }
  }

  private Duration backOff() {
    UpstreamSettings.Pace pace = upstream.settings().pace();
    double doubled =
        (double) pace.backOffMin().toMillis() * Math.pow(2, Math.min(MOST_DOUBLINGS, failures - 1));
    double most = Math.min((double) pace.backOffMax().toMillis(), doubled);
    return Duration.ofMillis((long) (most * (.5 + ThreadLocalRandom.current().nextDouble() / 2)));
  }

  private void again(Duration delay) {
    timer =
        upstream
            .hub()
            .loop()
            .schedule(
                () -> {
                  timer = null;
                  look();
                },
                delay.toMillis(),
                TimeUnit.MILLISECONDS);
  }

  @Override
  public void heard() {
    upstream.orders().heard();
  }

  /** Asks for a sign of life. */
  void probe() {
    if (wire != null) {
      wire.ping();
    }
  }

  /** Ends for good. */
  void end(String why) {
    if (ended) {
      return;
    }
    ended = true;
    if (timer != null) {
      timer.cancel(false);
    }
    presentation.closed();
    upstream.forget(this);
    if (wire != null) {
      wire.close(why);
    }
  }

  /** The connection is of no use: another one, later. */
  void reset(String why) {
    if (wire != null) {
      wire.close(why);
    }
  }

  /**
   * Asks at once.
   *
   * @param id of the frame
   * @param early also before the station is accepted up there
   * @return the answer; empty when none came in time
   */
  CompletableFuture<Optional<Envelope>> ask(String id, String frame, boolean early) {
    CompletableFuture<Optional<Envelope>> answer = new CompletableFuture<>();
    if ((!open && !early) || ended || asks.size() >= MOST_ASKED) {
      answer.complete(Optional.empty());
      return answer;
    }
    Ask ask = new Ask(id, frame, early, answer);
    asks.add(ask);
    Future<?> late =
        upstream
            .hub()
            .loop()
            .schedule(
                () -> {
                  asks.remove(ask);
                  answer.complete(Optional.empty());
                },
                upstream.settings().pace().ask().toMillis(),
                TimeUnit.MILLISECONDS);
    answer.whenComplete((a, failure) -> late.cancel(false));
    pump();
    return answer;
  }

  /** Says something of the gateway's own; nobody waits for the answer. */
  void report(String action, String payload) {
    String id = upstream.hub().nextId();
    ask(id, "[2,\"" + id + "\",\"" + action + "\"," + payload + "]", true);
  }

  /** Writes a frame that is no request, or of which nobody here awaits the answer. */
  void tell(String frame) {
    if (open) {
      wire.send(frame);
    }
  }

  /** Sends what is next. */
  void pump() {
    if (!open || flight != null) {
      return;
    }
    Ask ask = nextAsk();
    if (ask != null) {
      fly(
          ask.id,
          ask.frame,
          answer -> {
            ask.answer.complete(Optional.of(answer));
            return true;
          });
      return;
    }
    boolean transparent = upstream.settings().mode() == Mode.TRANSPARENT;
    if (!presentation.accepted() && !transparent) {
      presentation.present();
      return;
    }
    Optional<Entry> head = upstream.backlog().head(station);
    if (head.isPresent() && head.get().subprotocol().equals(subprotocol)) {
      long wait = notBefore - System.nanoTime();
      if (wait > 0 && attempts > 0) {
        if (timer == null) {
          again(Duration.ofNanos(wait).plusMillis(GONE_SOON));
        }
      } else {
        forward(head.get());
      }
    } else if (head.isPresent() || upstream.wanted(station).isEmpty()) {
      look();
    }
  }

  private Ask nextAsk() {
    boolean accepted = presentation.accepted();
    for (Ask ask : asks) {
      if (accepted || ask.early) {
        asks.remove(ask);
        return ask;
      }
    }
    return null;
  }

  /**
   * Sends a request.
   *
   * @param landed takes the answer; whether the next one may follow at once
   */
  void fly(String id, String frame, Function<Envelope, Boolean> landed) {
    Future<?> deadline =
        upstream
            .hub()
            .loop()
            .schedule(
                () -> reset("it does not answer"),
                upstream.settings().pace().answer().toMillis(),
                TimeUnit.MILLISECONDS);
    flight = new Flight(id, landed, deadline);
    wire.send(frame);
  }

  boolean flying() {
    return flight != null || !open;
  }

  private void forward(Entry entry) {
    String id = upstream.hub().nextId();
    String payload = upstream.transactions().up(entry);
    fly(
        id,
        "[2,\"" + id + "\",\"" + entry.action() + "\"," + payload + "]",
        answer -> {
          settled(entry, answer);
          return true;
        });
  }

  private void settled(Entry entry, Envelope answer) {
    if (entry.action().equals(Presentation.BOOT)) {
      if (presentation.answered(answer)) {
        done(entry);
      }
    } else if (answer.type() == Envelope.RESULT) {
      upstream.acknowledged(entry, answer.rest());
      done(entry);
    } else if (answer.word().equals("SecurityError") && attempts == 0) {
      // it does not know the station any more (B01.FR.10): boot and try again
      attempts++;
      presentation.unknown();
    } else if (upstream.mayAgain(entry, answer.word()) && attempts + 1 < store().attempts()) {
      attempts++;
      notBefore = System.nanoTime() + store().attemptInterval().multipliedBy(attempts).toNanos();
    } else {
      upstream.refused(entry, answer.word());
      done(entry);
    }
  }

  private UpstreamSettings.Store store() {
    return upstream.settings().store();
  }

  private void done(Entry entry) {
    attempts = 0;
    upstream.backlog().remove(entry);
  }

  @Override
  public void text(String message) {
    Optional<Envelope> read = Envelope.read(message);
    Flight now = flight;
    if (read.isPresent() && read.get().answer()) {
      if (now != null && now.id.equals(read.get().id())) {
        flight = null;
        now.deadline.cancel(false);
        if (now.landed.apply(read.get())) {
          pump();
        }
      } else {
        LOG.debug("Upstream {}: it answered what nobody asked ({})", upstream.name(), station);
      }
    } else {
      upstream.hub().downcalls().serve(this, upstream, message);
    }
  }

  void boots() {
    presentation.unknown();
    pump();
  }
}
