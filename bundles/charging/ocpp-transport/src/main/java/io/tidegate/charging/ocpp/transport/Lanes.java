package io.tidegate.charging.ocpp.transport;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One periodic sweep an event loop instead of timers a connection: every deadline of a connection
 * is checked here, with a grain of {@value #PERIOD_MS} ms. A loop that was held up hears what has
 * come meanwhile before it judges anybody: its first sweep is left out.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close shows as a closed channel
final class Lanes {
  static final long PERIOD_MS = 100;

  private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);
  private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final IdentityHashMap<EventExecutor, Lane> lanes = new IdentityHashMap<>();

  /** Something with deadlines. */
  interface Swept {
    /** Checks them; on its own event loop, never blocks, does not throw. */
    void sweep(long now);
  }

  /** All of one event loop; on that loop only. */
  static final class Lane {
    private final Set<Swept> swept = Collections.newSetFromMap(new IdentityHashMap<>());
    private long before;
    private boolean leftOut;

    Lane(long now) {
      before = now;
    }

    void add(Swept one) {
      swept.add(one);
    }

    /**
     * Never left out twice: a loop that is late every time still keeps its deadlines. Nor may one
     * that fails cost all others theirs, for good: a task that throws is not scheduled again.
     */
    void sweep(long now) {
      leftOut = !leftOut && now - before > LATE_NANOS;
      before = now;
      if (!leftOut) {
        for (Swept each : swept.toArray(new Swept[0])) {
          try {
            each.sweep(now);
          } catch (RuntimeException | LinkageError | AssertionError e) {
            LOG.error("The deadlines of {} could not be checked", each, e);
          }
        }
      }
    }
  }

  Lanes(EventLoopGroup group) {
    for (EventExecutor loop : group) {
      lanes.put(loop, new Lane(System.nanoTime()));
    }
  }

  /** Begins to sweep; ends with the event loops. */
  void start() {
    lanes.forEach(
        (loop, lane) ->
            loop.scheduleWithFixedDelay(
                () -> lane.sweep(System.nanoTime()), PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS));
  }

  /** Only on that event loop. */
  void add(EventExecutor loop, Swept swept) {
    lanes.get(loop).add(swept);
  }

  /** Only on that event loop. */
  void remove(EventExecutor loop, Swept swept) {
    lanes.get(loop).swept.remove(swept);
  }
}
