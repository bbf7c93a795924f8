package io.tidegate.core.control;

import io.tidegate.api.control.Actuator;
import io.tidegate.api.control.Clearance;
import io.tidegate.api.control.SiteInbox;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.SiteInput.Outcome;
import io.tidegate.codec.settings.Newest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings clearances to the actuators, on a thread of its own, so that a slow actuator costs the
 * loop nothing. When it lags behind by more than its queue holds, setpoints are reported as not
 * sent.
 */
final class Dispatcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final int DEPTH = 256;
  private final Newest<String, Actuator> actuators = new Newest<>();
  private final ArrayBlockingQueue<Map<String, List<Clearance>>> queue =
      new ArrayBlockingQueue<>(DEPTH);
  private final SiteInbox inbox;
  private final Grip grip;
  private final Thread thread;
  private volatile boolean running = true;

  /**
   * @param grip is told how the actuators fare
   */
  Dispatcher(SiteInbox inbox, Grip grip) {
    this.inbox = inbox;
    this.grip = grip;
    thread = new Thread(this::run, "tidegate-dispatch");
    thread.setDaemon(true);
    thread.start();
  }

  /** Of actuators of one name the newest is used. */
  void bind(String name, Actuator actuator, Newest.Standing standing) {
    actuators.add(name, actuator, standing);
    grip.forget(name);
  }

  /** Whether nobody of that name is left. */
  boolean unbind(String name, long id) {
    actuators.remove(id);
    grip.forget(name);
    return actuators.get(name).isEmpty();
  }

  /** Whether there is an actuator of that name. */
  boolean has(String name) {
    return actuators.get(name).isPresent();
  }

  /** Whether there is any actuator. */
  boolean any() {
    return !actuators.live().isEmpty();
  }

  boolean alive() {
    return thread.isAlive();
  }

  /** Groups by actuator and hands over; never blocks. */
  void dispatch(
      List<Clearance> cleared, java.util.function.Function<Clearance, String> actuatorOf) {
    Map<String, List<Clearance>> byActuator = new LinkedHashMap<>();
    for (Clearance clearance : cleared) {
      byActuator
          .computeIfAbsent(actuatorOf.apply(clearance), k -> new ArrayList<>())
          .add(clearance);
    }
    if (!queue.offer(byActuator)) {
      LOG.error("Setpoints not sent: {} decisions wait for their actuators", DEPTH);
      byActuator.values().forEach(this::notSent);
    }
  }

  private void run() {
    while (running) {
      try {
        queue.take().forEach(this::apply);
      } catch (InterruptedException e) {
        LOG.debug("dispatch thread was interrupted; running: {}", running);
      }
    }
  }

  private void apply(String name, List<Clearance> setpoints) {
    Actuator actuator = actuators.get(name).orElse(null);
    if (actuator == null) {
      notSent(setpoints);
      return;
    }
    try {
      actuator.apply(setpoints);
      grip.took(name);
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      grip.failed(name, setpoints.size(), e);
      // it may have sent some of them before it failed
      report(setpoints, Outcome.UNKNOWN);
    }
  }

  private void notSent(List<Clearance> setpoints) {
    report(setpoints, Outcome.NOT_SENT);
  }

  private void report(List<Clearance> setpoints, Outcome outcome) {
    for (Clearance clearance : setpoints) {
      var setpoint = clearance.setpoint();
      if (!inbox.post(new SiteInput.SetpointOutcome(setpoint.evse(), setpoint.id(), outcome))) {
        // it then counts as unanswered until it expires: the safe side
        LOG.warn("Outcome of setpoint {} lost: the inbox is full", setpoint.id());
      }
    }
  }

  @Override
  public void close() {
    running = false;
    thread.interrupt();
    try {
      thread.join(500);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
