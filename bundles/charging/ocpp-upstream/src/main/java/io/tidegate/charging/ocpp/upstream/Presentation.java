package io.tidegate.charging.ocpp.upstream;

import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether an upstream has accepted a station (block B), and the heartbeat after that. A station
 * that was accepted once is not booted again when the link is back (part 4 §5.4).
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the answer to a heartbeat
final class Presentation {
  static final String BOOT = "BootNotification";

  private static final Logger LOG = LoggerFactory.getLogger(Presentation.class);
  private static final Duration BOOTS_BY_ITSELF = Duration.ofSeconds(5);
  private static final long SHORTEST_S = 1;
  private static final long LONGEST_S = 86_400;

  private final Upstream upstream;
  private final String station;
  private final Link link;
  private boolean accepted;
  private boolean waiting;
  private Future<?> timer;
  private Duration heartbeat;

  Presentation(Upstream upstream, String station, Link link) {
    this.upstream = upstream;
    this.station = station;
    this.link = link;
    this.accepted = upstream.hub().memory().accepted(upstream.name(), station);
    this.heartbeat = upstream.settings().pace().heartbeat();
  }

  boolean accepted() {
    return accepted;
  }

  void opened() {
    waiting = false;
    if (accepted) {
      beat();
    }
  }

  void closed() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
    waiting = false;
  }

  /** It does not know the station. */
  void unknown() {
    accepted = false;
    waiting = false;
  }

  /** Sends the station's last boot, which is the oldest thing that waits or what is remembered. */
  void present() {
    if (waiting) {
      return;
    }
    Optional<Entry> head = upstream.backlog().head(station).filter(e -> e.action().equals(BOOT));
    Optional<String> boot =
        head.map(Entry::payload).or(() -> upstream.hub().memory().boot(station));
    if (boot.isEmpty()) {
      askLater(); // it comes as a message like any other
      return;
    }
    String id = upstream.hub().nextId();
    link.fly(
        id,
        "[2,\"" + id + "\",\"" + BOOT + "\"," + boot.get() + "]",
        answer -> {
          if (answered(answer)) {
            upstream.presented(station, boot.get());
          }
          return true;
        });
  }

  /** Most stations boot by themselves when they have connected. */
  private void askLater() {
    if (timer == null) {
      after(
          BOOTS_BY_ITSELF,
          () -> {
            timer = null;
            if (upstream.hub().memory().boot(station).isEmpty()) {
              upstream.hub().askToBoot(station);
            }
          });
    }
  }

  /** The answer to a boot; whether the station is accepted. */
  boolean answered(Envelope answer) {
    boolean result = answer.type() == Envelope.RESULT;
    String status = result ? Splice.text(answer.rest(), "status").orElse("") : answer.word();
    long named = result ? Splice.number(answer.rest(), "interval").orElse(0) : 0;
    Duration usual = upstream.settings().pace().heartbeat();
    Duration interval =
        named <= 0 ? usual : Duration.ofSeconds(Math.max(SHORTEST_S, Math.min(LONGEST_S, named)));
    accepted = status.equals("Accepted");
    upstream.hub().memory().accepted(upstream.name(), station, accepted);
    if (accepted) {
      heartbeat = interval;
      beat();
    } else {
      LOG.warn(
          "Upstream {}: station {} is not accepted ({}), again in {}",
          upstream.name(),
          station,
          status.replaceAll("[^A-Za-z]", "?"),
          interval);
      waiting = true;
      after(
          interval,
          () -> {
            waiting = false;
            link.pump();
          });
    }
    return accepted;
  }

  private void beat() {
    if (upstream.settings().mode() == Mode.AUTONOMOUS) {
      after(
          heartbeat,
          () -> {
            String id = upstream.hub().nextId();
            link.ask(id, "[2,\"" + id + "\",\"Heartbeat\",{}]", false);
            beat();
          });
    }
  }

  private void after(Duration delay, Runnable task) {
    if (timer != null) {
      timer.cancel(false);
    }
    timer = upstream.hub().loop().schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
  }
}
