package io.tidegate.charging.v2gtp.transport;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Those at a door who have connected and agreed on nothing yet, the longest there first. Whoever
 * only holds places must not keep a vehicle out. Event loop only.
 */
final class Crowd {
  private final Deque<Visitor> waiting = new ArrayDeque<>();

  void add(Visitor visitor) {
    waiting.addLast(visitor);
  }

  void remove(Visitor visitor) {
    waiting.remove(visitor);
  }

  /**
   * Who makes way for somebody from that host: the longest there of the host with the most.
   *
   * @return empty when nobody waits
   */
  Optional<Visitor> outgoing(InetAddress newcomer) {
    Map<InetAddress, Integer> counts = new HashMap<>();
    counts.put(newcomer, 1);
    waiting.forEach(each -> counts.merge(each.remote().getAddress(), 1, Integer::sum));
    Visitor chosen = null;
    int most = 0;
    for (Visitor each : waiting) {
      int count = counts.get(each.remote().getAddress());
      if (count > most) {
        most = count;
        chosen = each;
      }
    }
    return Optional.ofNullable(chosen);
  }
}
