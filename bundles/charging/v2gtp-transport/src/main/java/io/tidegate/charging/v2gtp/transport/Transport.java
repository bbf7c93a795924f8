package io.tidegate.charging.v2gtp.transport;

import io.netty.util.concurrent.DefaultThreadFactory;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.vehicle.EvseUnit;
import io.tidegate.api.vehicle.VehicleSwitchboard;
import io.tidegate.charging.v2gtp.transport.TransportConfig.DoorPlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Doors, dialects, EVSE units and I/O threads. While no door is configured there is no thread and
 * no socket. Starting and reconfiguring happen on a worker; all methods may be called from any
 * thread but an I/O thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // periodic work; a task catches what it throws
final class Transport {
  private static final Logger LOG = LoggerFactory.getLogger(Transport.class);
  private static final int MOST_WORK = 1024;
  private static final long RETRY_MS = 2000;
  private static final long UNBIND_MS = 1000;
  private static final long STOP_MS = 800;

  private final Supplier<TransportConfig> config;
  private final DialectRack rack = new DialectRack();
  private final Secrets secrets = new Secrets();
  private final Map<EvseId, EvseUnit> units = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor workers;
  private final Shared shared;
  private final AtomicBoolean ticking = new AtomicBoolean();
  private volatile Map<EvseId, Door> doors = Map.of();
  private volatile Loops loops;
  private volatile boolean stopping;

  Transport(Supplier<TransportConfig> config) {
    this.config = config;
    int threads = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors()));
    this.workers =
        new ThreadPoolExecutor(
            threads,
            threads,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WORK),
            new DefaultThreadFactory("tidegate-v2g-work", true));
    workers.allowCoreThreadTimeOut(true);
    this.shared = new Shared(config, rack, secrets, new AtomicLong(), workers);
  }

  /** Brings files and sockets to what the configuration says; soon, on a worker. */
  void reconfigure() {
    boolean nothing = loops == null && config.get().doors().isEmpty();
    if (stopping || nothing || !ticking.compareAndSet(false, true)) {
      return;
    }
    try {
      workers.execute(this::reconcile);
    } catch (RejectedExecutionException e) {
      ticking.set(false);
      LOG.debug("too busy to look at the configuration now");
    }
  }

  private void reconcile() {
    ticking.set(false);
    try {
      synchronized (this) {
        if (!stopping) {
          TransportConfig now = config.get();
          secrets.refresh(now);
          arrange(now);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("the doors cannot be set up", e);
    }
  }

  private void arrange(TransportConfig now) throws InterruptedException {
    if (loops == null && !now.doors().isEmpty()) {
      loops = Loops.start(now.ioThreads());
      loops
          .group()
          .next()
          .scheduleWithFixedDelay(this::reconfigure, RETRY_MS, RETRY_MS, TimeUnit.MILLISECONDS);
    }
    Map<EvseId, Door> kept = new LinkedHashMap<>();
    Set<DoorPlan> wanted = new HashSet<>(now.doors());
    for (Door door : doors.values()) {
      if (wanted.contains(door.plan())) {
        kept.put(door.evse(), door);
      } else {
        LOG.info("{} is closed", door);
        door.close();
        door.line().ifPresent(line -> line.close("", "the door is no longer configured"));
      }
    }
    boolean ready = now.tls() == TransportConfig.Tls.OFF || secrets.keys().isPresent();
    for (DoorPlan plan : now.doors()) {
      Door door =
          kept.computeIfAbsent(
              plan.evse(), id -> new Door(plan, loops.group().next(), shared, this::unit));
      door.settle();
      if (ready) {
        door.reconcile();
      }
    }
    doors = Map.copyOf(kept);
  }

  private Optional<EvseUnit> unit(EvseId evse) {
    return Optional.ofNullable(units.get(evse));
  }

  /** Goodbye to all, then the threads; within 2 s. */
  void stop() throws InterruptedException {
    stopping = true;
    synchronized (this) {
      doors.values().forEach(Door::close);
      CountDownLatch left = each(line -> line.shut("", "the gateway stops"));
      left.await(STOP_MS / 2, TimeUnit.MILLISECONDS);
      if (loops != null && !loops.stop(STOP_MS)) {
        LOG.error("I/O threads did not end in time");
      }
      loops = null;
      doors = Map.of();
    }
    workers.shutdownNow();
    if (!workers.awaitTermination(STOP_MS / 2, TimeUnit.MILLISECONDS)) {
      LOG.error("workers did not end in time");
    }
  }

  /** Something that is done with a line on its event loop. */
  @FunctionalInterface
  private interface Deed {
    void with(Line line);
  }

  /** Zero when it is done with all. */
  private CountDownLatch each(Deed deed) {
    List<Line> all = lines();
    CountDownLatch done = new CountDownLatch(all.size());
    for (Line line : all) {
      line.later(
          () -> {
            try {
              deed.with(line);
            } finally {
              done.countDown();
            }
          });
    }
    return done;
  }

  /** A dialect is there: lines that it is the best for are handed over to it. */
  void bind(DialectRack.Live dialect) {
    rack.bind(dialect);
    LOG.info("{} speaks {}", dialect.label(), dialect.protocols());
    each(Line::follow);
  }

  /** A dialect goes: returns when no line uses it any more, at most a second later. */
  void unbind(long serviceId) throws InterruptedException {
    Optional<DialectRack.Live> gone = rack.unbind(serviceId);
    if (gone.isEmpty()) {
      return;
    }
    LOG.info("{} speaks no more", gone.get().label());
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(UNBIND_MS);
    List<Line> all = lines();
    CountDownLatch left = new CountDownLatch(all.size());
    for (Line line : all) {
      line.later(() -> leave(line, gone.get(), end, left));
    }
    if (loops != null && !left.await(UNBIND_MS + 200, TimeUnit.MILLISECONDS)) {
      LOG.error("{} lines did not leave {}", left.getCount(), gone.get().label());
    }
  }

  private static void leave(Line line, DialectRack.Live gone, long end, CountDownLatch left) {
    line.follow();
    if (!line.heldBy(gone)) {
      left.countDown();
    } else if (System.nanoTime() - end >= 0) {
      line.followNow();
      left.countDown();
    } else {
      long moment = TimeUnit.MILLISECONDS.toNanos(2);
      line.after(moment, () -> leave(line, gone, end, left));
    }
  }

  void bind(EvseUnit unit) {
    units.put(unit.id(), unit);
    LOG.info("EVSE {} is there", unit.id());
  }

  /** An EVSE's unit goes: what was agreed on with a vehicle there goes with it. */
  void unbind(EvseUnit unit) {
    if (units.remove(unit.id(), unit)) {
      LOG.info("EVSE {} has gone", unit.id());
      for (Line line : lines()) {
        if (line.evse() == unit) {
          line.close("", "the EVSE has gone");
        }
      }
    }
  }

  Secrets secrets() {
    return secrets;
  }

  List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    doors.values().forEach(door -> door.line().ifPresent(lines::add));
    return lines;
  }

  List<VehicleSwitchboard.Door> doors() {
    return doors.values().stream().map(Door::state).toList();
  }

  /** EVSEs with a door and no unit. */
  List<EvseId> missing() {
    return doors.keySet().stream().filter(id -> !units.containsKey(id)).sorted().toList();
  }
}
