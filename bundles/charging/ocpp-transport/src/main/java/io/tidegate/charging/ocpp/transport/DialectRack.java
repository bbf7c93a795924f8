package io.tidegate.charging.ocpp.transport;

import io.tidegate.api.connection.Dialect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.osgi.framework.Version;

/**
 * The dialects that are bound. Of each subprotocol exactly one is live: the one with the highest
 * service ranking, then of the newest bundle, then bound first; the others stay dark. Of a dialect
 * that went, only its subprotocol's name is kept, for as long as connections may wait for the next
 * one. Thread-safe.
 */
final class DialectRack {
  private static final Comparator<Live> BEST =
      Comparator.comparingInt(Live::ranking)
          .thenComparing(Live::version)
          .thenComparing(Comparator.comparingLong(Live::serviceId).reversed());

  private final List<Live> bound = new ArrayList<>();
  private final Map<String, Known> known = new HashMap<>();
  private final Map<Long, Attention> attentions = new HashMap<>();

  /** By subprotocol; asked for after each message of each station. */
  private volatile Map<String, Live> live = Map.of();

  /**
   * A dialect in the rack.
   *
   * @param bundle symbolic name of its bundle
   */
  record Live(Dialect dialect, int ranking, String bundle, Version version, long serviceId) {
    String subprotocol() {
      return dialect.subprotocol();
    }

    String label() {
      return bundle + " " + version;
    }
  }

  private record Known(int preference, boolean bound, long goneAt) {}

  synchronized void bind(Live dialect) {
    bound.add(dialect);
    attentions.put(dialect.serviceId(), new Attention(dialect.label()));
    known.put(dialect.subprotocol(), new Known(dialect.dialect().preference(), true, 0));
    choose();
  }

  private void choose() {
    Map<String, Live> best = new HashMap<>();
    bound.forEach(l -> best.merge(l.subprotocol(), l, BinaryOperator.maxBy(BEST)));
    live = Map.copyOf(best);
  }

  /**
   * Takes a dialect out.
   *
   * @return what was taken; empty when it was not bound
   */
  synchronized Optional<Live> unbind(long serviceId, long now) {
    Optional<Live> gone = bound.stream().filter(l -> l.serviceId == serviceId).findFirst();
    gone.ifPresent(
        live -> {
          bound.remove(live);
          attentions.remove(serviceId);
          choose();
          String subprotocol = live.subprotocol();
          if (live(subprotocol).isEmpty()) {
            known.put(subprotocol, new Known(live.dialect().preference(), false, now));
          }
        });
    return gone;
  }

  Optional<Live> live(String subprotocol) {
    return Optional.ofNullable(live.get(subprotocol));
  }

  /** Where it is kept whether this one answers; of one that is not bound nobody looks at it. */
  synchronized Attention attention(Live dialect) {
    Attention kept = attentions.get(dialect.serviceId());
    return kept == null ? new Attention(dialect.label()) : kept;
  }

  /** What is wrong with the dialects that are bound; empty when nothing is. */
  synchronized String trouble() {
    return bound.stream()
        .map(live -> attention(live).trouble())
        .filter(trouble -> !trouble.isEmpty())
        .findFirst()
        .orElse("");
  }

  /**
   * The subprotocol to speak with a station: of those that it offers and that are bound, or were
   * until {@code gapNanos} ago, the most preferred.
   */
  synchronized Optional<String> choose(List<String> offered, long now, long gapNanos) {
    forget(now, gapNanos);
    return offered.stream()
        .filter(known::containsKey)
        .max(Comparator.comparingInt(s -> known.get(s).preference()));
  }

  /** Nothing is bound, nor was lately: too early to negotiate. */
  synchronized boolean empty(long now, long gapNanos) {
    forget(now, gapNanos);
    return known.isEmpty();
  }

  private void forget(long now, long gapNanos) {
    known.values().removeIf(k -> !k.bound && now - k.goneAt > gapNanos);
  }
}
