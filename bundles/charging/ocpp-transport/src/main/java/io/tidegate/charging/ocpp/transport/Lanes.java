package io.tidegate.charging.ocpp.transport;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One periodic sweep an event loop instead of timers a connection: every deadline of a connection
 * is checked here, with a grain of {@value #PERIOD_MS} ms.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close shows as a closed channel
final class Lanes {
  static final long PERIOD_MS = 100;

  private final IdentityHashMap<EventExecutor, Set<Swept>> lanes = new IdentityHashMap<>();

  /** Something with deadlines. */
  interface Swept {
    /** Checks them; on its own event loop, never blocks, does not throw. */
    void sweep(long now);
  }

  Lanes(EventLoopGroup group) {
    for (EventExecutor loop : group) {
      lanes.put(loop, Collections.newSetFromMap(new IdentityHashMap<>()));
    }
  }

  /** Begins to sweep; ends with the event loops. */
  void start() {
    lanes.forEach(
        (loop, swept) ->
            loop.scheduleWithFixedDelay(
                () -> sweep(swept), PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS));
  }

  private static void sweep(Set<Swept> swept) {
    long now = System.nanoTime();
    for (Swept each : swept.toArray(new Swept[0])) {
      each.sweep(now);
    }
  }

  /** Only on that event loop. */
  void add(EventExecutor loop, Swept swept) {
    lanes.get(loop).add(swept);
  }

  /** Only on that event loop. */
  void remove(EventExecutor loop, Swept swept) {
    lanes.get(loop).remove(swept);
  }
}
