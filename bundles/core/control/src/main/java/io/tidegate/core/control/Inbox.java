package io.tidegate.core.control;

import io.tidegate.api.control.SiteInbox;
import io.tidegate.api.control.SiteInput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bounded inbox of the loop. Repeatable measurements have a queue of their own, in which the
 * newest displace the oldest; nothing else is ever displaced. Order of arrival is kept over both.
 */
final class Inbox implements SiteInbox {
  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final ArrayDeque<Arrival> events = new ArrayDeque<>();
  private final ArrayDeque<Arrival> measurements = new ArrayDeque<>();
  private long arrivals;
  private long displaced;
  private long refused;
  private boolean urgent;
  private long gatheringSince;

  /** An input, in order of arrival, with {@link System#nanoTime()} of its arrival. */
  record Arrival(long number, long nanos, SiteInput input) {}

  /**
   * What was waiting.
   *
   * @param arrivals in order
   * @param urgent whether one of them must be decided on at once
   */
  record Batch(List<Arrival> arrivals, boolean urgent) {}

  /**
   * @param capacity of each of the two queues
   */
  Inbox(int capacity) {
    this.capacity = capacity;
  }

  @Override
  public boolean post(SiteInput input) {
    boolean measurement = isMeasurement(input);
    lock.lock();
    try {
      ArrayDeque<Arrival> queue = measurement ? measurements : events;
      if (queue.size() >= capacity) {
        if (!measurement) {
          refused++;
          return false;
        }
        queue.poll();
        displaced++;
      }
      long now = System.nanoTime();
      if (events.isEmpty() && measurements.isEmpty()) {
        gatheringSince = now;
        arrived.signal();
      }
      queue.add(new Arrival(arrivals++, now, input));
      if (isUrgent(input) && !urgent) {
        urgent = true;
        arrived.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until something urgent has arrived, or the oldest input has been gathered for {@code
   * gatherNanos}, or {@code maxNanos} have passed; then hands over all that is there, perhaps
   * nothing.
   */
  Batch await(long maxNanos, long gatherNanos) throws InterruptedException {
    long deadline = System.nanoTime() + maxNanos;
    lock.lockInterruptibly();
    try {
      while (!urgent) {
        boolean empty = events.isEmpty() && measurements.isEmpty();
        long until = empty ? deadline : earlier(deadline, gatheringSince + gatherNanos);
        long left = until - System.nanoTime();
        if (left <= 0) {
          break;
        }
        long unused = arrived.awaitNanos(left);
      }
      return drain();
    } finally {
      lock.unlock();
    }
  }

  private Batch drain() {
    List<Arrival> all = new ArrayList<>(events.size() + measurements.size());
    while (!events.isEmpty() || !measurements.isEmpty()) {
      Arrival event = events.peek();
      Arrival measurement = measurements.peek();
      boolean eventFirst =
          measurement == null || (event != null && event.number() < measurement.number());
      all.add(eventFirst ? events.poll() : measurements.poll());
    }
    Batch batch = new Batch(all, urgent);
    urgent = false;
    return batch;
  }

  private static long earlier(long a, long b) {
    return a - b < 0 ? a : b;
  }

  int depth() {
    lock.lock();
    try {
      return events.size() + measurements.size();
    } finally {
      lock.unlock();
    }
  }

  long displaced() {
    lock.lock();
    try {
      return displaced;
    } finally {
      lock.unlock();
    }
  }

  long refused() {
    lock.lock();
    try {
      return refused;
    } finally {
      lock.unlock();
    }
  }

  private static boolean isMeasurement(SiteInput input) {
    return input instanceof SiteInput.EvseTelemetry
        || input instanceof SiteInput.MeterReading
        || input instanceof SiteInput.TemperatureReading;
  }

  /** Commands, faults and lost things: they do not wait for the gathering window. */
  static boolean isUrgent(SiteInput input) {
    return input instanceof SiteInput.CommandReceived
        || input instanceof SiteInput.StationOffline
        || input instanceof SiteInput.ActuatorLost
        || input instanceof SiteInput.SessionEnded
        || input instanceof SiteInput.DerateNotice
        || (input instanceof SiteInput.SafeShareReport r && !r.assured())
        || input instanceof SiteInput.JournalReport
        || input instanceof SiteInput.PolicyTargets
        || input instanceof SiteInput.Stopping
        || (input instanceof SiteInput.DischargePermission p && !p.allowed())
        || (input instanceof SiteInput.ClockReport c && !c.quality().synchronised())
        || (input instanceof SiteInput.EvseStatus s
            && s.availability() == SiteInput.Availability.FAULTED);
  }
}
