package io.tidegate.charging.ocpp.upstream;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.felix.hc.api.Result;

/** One sentence on an upstream. Pure, any thread. */
final class Health {
  private Health() {}

  static Result of(Upstream upstream) {
    List<Link> links = List.copyOf(upstream.links());
    Optional<Link> down =
        links.stream().filter(l -> !l.up()).min(Comparator.comparing(Link::station));
    long up = links.stream().filter(Link::up).count();
    String waits = upstream.waiting() + " messages wait for it";
    if (down.isPresent()) {
      return new Result(
          Result.Status.WARN,
          "Station "
              + down.get().station()
              + " has no link to it ("
              + down.get().subprotocol()
              + "): "
              + down.get().problem()
              + ". "
              + up
              + " of "
              + links.size()
              + " stations have one; "
              + waits
              + ".");
    }
    if (upstream.dropped() > 0 || upstream.refused() > 0) {
      return new Result(
          Result.Status.WARN,
          "Since the start it has refused "
              + upstream.refused()
              + " messages and "
              + upstream.dropped()
              + " gave way in a full queue; "
              + waits
              + ".");
    }
    return new Result(Result.Status.OK, up + " stations are presented; " + waits + ".");
  }
}
