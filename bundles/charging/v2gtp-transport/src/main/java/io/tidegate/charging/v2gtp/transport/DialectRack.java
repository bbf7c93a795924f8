package io.tidegate.charging.v2gtp.transport;

import io.tidegate.api.vehicle.VehicleDialect;
import io.tidegate.api.vehicle.VehicleProtocol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Version;

/**
 * The dialects that are bound. Of each protocol exactly one is live: the one with the highest
 * service ranking, then of the newest bundle, then bound first; the others stay dark. Thread-safe.
 */
final class DialectRack {
  private static final Comparator<Live> BEST =
      Comparator.comparingInt(Live::ranking)
          .thenComparing(Live::version)
          .thenComparing(Comparator.comparingLong(Live::serviceId).reversed());

  private final List<Live> bound = new ArrayList<>();

  /** By namespace and major version; asked for after each message of each vehicle. */
  private volatile Map<Name, Spoken> live = Map.of();

  /**
   * A dialect in the rack.
   *
   * @param bundle symbolic name of its bundle
   */
  record Live(
      VehicleDialect dialect,
      List<VehicleProtocol> protocols,
      int ranking,
      String bundle,
      Version version,
      long serviceId) {
    Live {
      protocols = List.copyOf(protocols);
    }

    String label() {
      return bundle + " " + version;
    }
  }

  private record Name(String namespace, int major) {
    static Name of(VehicleProtocol protocol) {
      return new Name(protocol.namespace(), protocol.major());
    }
  }

  private record Spoken(VehicleProtocol protocol, Live by) {}

  synchronized void bind(Live dialect) {
    bound.add(dialect);
    choose();
  }

  /**
   * Takes a dialect out.
   *
   * @return what was taken; empty when it was not bound
   */
  synchronized Optional<Live> unbind(long serviceId) {
    Optional<Live> gone = bound.stream().filter(l -> l.serviceId == serviceId).findFirst();
    gone.ifPresent(
        dialect -> {
          bound.remove(dialect);
          choose();
        });
    return gone;
  }

  private void choose() {
    Map<Name, Spoken> best = new LinkedHashMap<>();
    for (Live each : bound) {
      for (VehicleProtocol protocol : each.protocols) {
        best.merge(
            Name.of(protocol),
            new Spoken(protocol, each),
            (one, other) -> BEST.compare(one.by, other.by) >= 0 ? one : other);
      }
    }
    live = Map.copyOf(best);
  }

  /** Who speaks it now. */
  Optional<Live> live(VehicleProtocol protocol) {
    return Optional.ofNullable(live.get(Name.of(protocol))).map(Spoken::by);
  }

  /** The protocol of that name, as the one who speaks it now describes it. */
  Optional<VehicleProtocol> spoken(String namespace, int major) {
    return Optional.ofNullable(live.get(new Name(namespace, major))).map(Spoken::protocol);
  }

  /** Whether anybody speaks anything. */
  boolean empty() {
    return live.isEmpty();
  }
}
