package io.tidegate.charging.ocpp.upstream;

import io.tidegate.api.quantity.ControllerId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whether one upstream may ask for power, by whose mandate, and the newest signal that it has given
 * for each station. Nothing of it is kept over a restart: signals are a matter of seconds. On the
 * upstream's thread.
 */
final class Orders {
  private static final Duration AHEAD = Duration.ofSeconds(60);
  private static final Duration PULSE = Duration.ofMillis(500);
  private static final int MOST = 100_000;

  private final Upstream upstream;
  private final Map<String, Signal> signals = new HashMap<>();
  private Instant pulse = Instant.MIN;

  /** The newest AFRRSignal. */
  private record Signal(Instant stamped, Instant heard, int value) {}

  Orders(Upstream upstream) {
    this.upstream = upstream;
  }

  /** The mandate source of the site that stands behind it; empty: its word moves no power. */
  Optional<ControllerId> mandate() {
    return upstream.settings().orders().mandate();
  }

  /** Whether a station's power is its affair now: what cannot be taken back is not begun. */
  boolean reach(String station) {
    return upstream.link(station).filter(Link::up).isPresent();
  }

  /**
   * Takes a signal.
   *
   * @param stamped when it was made
   * @return why not; empty when it is in force
   */
  Optional<String> signal(String station, Instant stamped, int value, Instant now) {
    if (stamped.isBefore(now.minus(life())) || stamped.isAfter(now.plus(AHEAD))) {
      return Optional.of("InvalidTime");
    }
    Signal before = signals.get(station);
    if (before != null && stamped.isBefore(before.stamped)) {
      return Optional.of("OutOfOrder");
    }
    if (before == null && signals.size() >= MOST) {
      return Optional.of("OutOfMemory");
    }
    signals.put(station, new Signal(stamped, now, value));
    return Optional.empty();
  }

  /** The newest signal for a station while it counts. */
  Optional<Integer> signal(String station, Instant now) {
    return Optional.ofNullable(signals.get(station))
        .filter(s -> now.isBefore(s.heard.plus(life())))
        .map(Signal::value);
  }

  /** Its last signal no longer counts. */
  void forget(String station) {
    signals.remove(station);
  }

  private Duration life() {
    return upstream.settings().orders().signalLife();
  }

  /** It has been heard of: a sign of life for its mandate, twice a second at most. */
  void heard() {
    Instant now = upstream.hub().ceilings().now();
    if (mandate().isPresent() && (now.isBefore(pulse) || !now.isBefore(pulse.plus(PULSE)))) {
      pulse = now;
      upstream.hub().ceilings().alive(mandate().get());
    }
  }

  /** Asks one of its links for a sign of life; each second. */
  void probe() {
    if (mandate().isPresent()) {
      upstream.links().stream().filter(Link::up).findFirst().ifPresent(Link::probe);
    }
  }
}
