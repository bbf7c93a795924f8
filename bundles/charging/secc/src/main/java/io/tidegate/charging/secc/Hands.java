package io.tidegate.charging.secc;

import io.tidegate.api.device.ConnectorLock;
import io.tidegate.api.device.Contactor;
import io.tidegate.api.device.ControlPilot;
import io.tidegate.api.device.DeviceException;
import io.tidegate.api.device.InsulationMonitor;
import io.tidegate.api.device.PowerModule;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the devices to the levels that are ordered, off the thread that decides: a device that
 * takes its time delays no other EVSE. Newer orders take the place of older ones; what a device has
 * not taken is tried again. A close and a current are repeated, since a board lets go of them by
 * itself.
 */
final class Hands {
  private static final Logger LOG = LoggerFactory.getLogger(Hands.class);
  private static final long MILLI = 1_000_000;
  private static final long AGAIN_MS = 30;
  private static final long ASSERT_MS = 1_000;
  private static final double MORE_A = 0.05;
  private static final double LESS_A = 0.005;
  private static final double VOLTS = 0.5;

  private final UnitSettings set;
  private final Devices devices;
  private final Executor pool;
  private final Map<String, String> failing = new HashMap<>();
  private Orders wanted = Orders.NONE;
  private Orders done;
  private boolean busy;
  private boolean failed;
  private long doneAt;
  private long assertedAt;
  private long closeAt;
  private volatile Test test = new Test(0, Instant.MAX);

  /** An insulation test that was asked for. */
  record Test(long number, Instant at) {}

  Hands(UnitSettings set, Devices devices, Executor pool) {
    this.set = set;
    this.devices = devices;
    this.pool = pool;
  }

  Test test() {
    return test;
  }

  /** From now on these levels; never blocks. */
  synchronized void want(Orders orders, long now) {
    wanted = orders;
    if (!busy && due(orders, now)) {
      busy = true;
      try {
        pool.execute(this::work);
      } catch (RejectedExecutionException e) {
        busy = false;
        LOG.debug("EVSE {}: its devices have been let go", set.evse(), e);
      }
    }
  }

  private boolean due(Orders orders, long now) {
    if (done == null || lets(orders, done)) {
      return true;
    }
    double age = (now - doneAt) / (double) MILLI;
    if (failed) {
      return age >= AGAIN_MS;
    }
    return differs(orders, done)
        || age >= (orders.closed() || orders.on() ? set.holdMs() : ASSERT_MS);
  }

  /** Whether the devices have taken all of it. */
  synchronized boolean idle() {
    return !busy && !failed && done != null && !differs(wanted, done);
  }

  private void work() {
    while (true) {
      Orders orders;
      Orders before;
      synchronized (this) {
        orders = wanted;
        before = failed || System.nanoTime() - assertedAt > ASSERT_MS * MILLI ? null : done;
      }
      boolean good = bring(orders, before);
      synchronized (this) {
        done = orders;
        failed = !good;
        doneAt = System.nanoTime();
        assertedAt = before == null ? doneAt : assertedAt;
        if (!differs(wanted, orders) || (failed && !lets(wanted, orders))) {
          busy = false;
          return;
        }
      }
    }
  }

  /** Letting go does not wait, whatever has failed before. */
  private static boolean lets(Orders newer, Orders older) {
    return (older.closed() && !newer.closed()) || (older.on() && !newer.on());
  }

  private static boolean differs(Orders a, Orders b) {
    double less = Math.abs(b.amps()) - Math.abs(a.amps());
    return a.closed() != b.closed()
        || a.on() != b.on()
        || a.locked() != b.locked()
        || a.duty() != b.duty()
        || a.unavailable() != b.unavailable()
        || a.test() != b.test()
        || less > LESS_A
        || less < -MORE_A
        || Math.signum(a.amps()) != Math.signum(b.amps())
        || Math.abs(a.volts() - b.volts()) > VOLTS;
  }

  @FunctionalInterface
  private interface Act {
    void run() throws DeviceException;
  }

  /**
   * First whatever takes power away, last whatever gives it.
   *
   * @param before what the devices have; null: nobody knows, everything is said
   */
  private boolean bring(Orders o, Orders before) {
    UnitSettings.DeviceNames names = set.devices();
    boolean all = before == null;
    Optional<PowerModule> supply = devices.find(names.supply(), PowerModule.class);
    Optional<Contactor> contactor = devices.find(names.contactor(), Contactor.class);
    boolean good = true;
    if (!o.on() && (all || before.on()) && supply.isPresent()) {
      good &= act(names.supply(), supply.get()::off);
    }
    if (!o.closed() && (all || before.closed()) && contactor.isPresent()) {
      good &= act(names.contactor(), () -> contactor.get().set(false));
    }
    good &= pilot(o, before);
    Optional<ConnectorLock> lock = devices.find(names.lock(), ConnectorLock.class);
    if ((all || before.locked() != o.locked()) && lock.isPresent()) {
      good &= act(names.lock(), o.locked() ? lock.get()::lock : lock.get()::unlock);
    }
    if (o.on() && supply.isPresent()) {
      good &= act(names.supply(), () -> supply.get().set(o.volts(), o.amps()));
    }
    if (o.closed() && contactor.isPresent()) {
      good &= close(names.contactor(), contactor.get(), all || !before.closed());
    }
    return test(o) && good;
  }

  private boolean close(String name, Contactor contactor, boolean anew) {
    long now = System.nanoTime();
    if (!anew && now - closeAt < set.holdMs() * MILLI / 2) {
      return true;
    }
    closeAt = now;
    return act(name, () -> contactor.set(true));
  }

  private boolean pilot(Orders o, Orders before) {
    String name = set.devices().pilot();
    Optional<ControlPilot> pilot = devices.find(name, ControlPilot.class);
    boolean was = before != null && before.unavailable();
    boolean same = before != null && was == o.unavailable() && before.duty() == o.duty();
    if (pilot.isEmpty() || same) {
      return true;
    }
    return act(
        name,
        () -> {
          pilot.get().unavailable(o.unavailable());
          if (!o.unavailable()) {
            pilot.get().duty(o.duty());
          }
        });
  }

  private boolean test(Orders o) {
    String name = set.devices().insulation();
    Optional<InsulationMonitor> monitor = devices.find(name, InsulationMonitor.class);
    if (o.test() <= test.number() || monitor.isEmpty()) {
      return true;
    }
    Instant asked = Instant.now();
    boolean taken = act(name, monitor.get()::test);
    if (taken) {
      test = new Test(o.test(), asked);
    }
    return taken;
  }

  private boolean act(String device, Act act) {
    try {
      act.run();
      if (failing.remove(device) != null) {
        LOG.info("EVSE {}: {} takes commands again", set.evse(), device);
      }
      return true;
    } catch (DeviceException e) {
      if (!e.code().equals(failing.put(device, e.code()))) {
        LOG.warn("EVSE {}: {} did not take a command: {}", set.evse(), device, e.getMessage());
      }
    } catch (RuntimeException e) {
      if (failing.put(device, "?") == null) {
        LOG.error("EVSE {}: {} failed", set.evse(), device, e);
      }
    }
    return false;
  }
}
