package io.tidegate.sim.ev;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many vehicles at as many stations, for benches: drives them and counts. Any thread.
 *
 * <p>A vehicle that loses its session is counted and not plugged in again.
 */
public final class Fleet implements AutoCloseable {
  private static final long STEP_MS = 20;

  private final Yard yard;
  private final List<SimulatedVehicle> vehicles = new ArrayList<>();
  private final List<Ending> endings = new ArrayList<>();
  private final Latencies answers = new Latencies();
  private final Latencies gaps = new Latencies();
  private final AtomicLong loops = new AtomicLong();
  private final AtomicInteger looping = new AtomicInteger();

  /**
   * @param threads event loops; 1 is enough for 200 vehicles at four loops a second
   */
  public Fleet(int threads) {
    yard = new Yard(threads);
  }

  /**
   * What was counted since the beginning.
   *
   * @param inLoop in the charge loop now
   * @param loops charge loops that were answered
   * @param p50Ms from a request of the charge loop to its response; so the next two
   * @param latenessP99Ms how much later than due requests were sent: above some ms this program or
   *     the machine is short of time
   * @param endings sessions that are over, by how they ended
   */
  public record Figures(
      int vehicles,
      int inLoop,
      long loops,
      double p50Ms,
      double p99Ms,
      double maxMs,
      double latenessP99Ms,
      Map<Ending.Kind, Integer> endings) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%d vehicles, %d in the loop, %d loops, answer p50 %.2f p99 %.2f max %.1f ms, late p99 %.1f ms, ended %s",
          vehicles,
          inLoop,
          loops,
          p50Ms,
          p99Ms,
          maxMs,
          latenessP99Ms,
          endings);
    }
  }

  /** Plugs one more in. */
  public SimulatedVehicle add(
      VehicleProfile profile,
      Battery battery,
      Plug plug,
      Credentials credentials,
      Endpoint station,
      Witness witness) {
    Counter counter = new Counter(witness, profile.pace().loop().toNanos());
    SimulatedVehicle vehicle = yard.plugIn(profile, battery, plug, credentials, station, counter);
    synchronized (vehicles) {
      vehicles.add(vehicle);
    }
    return vehicle;
  }

  /** Waits until so many are in the charge loop; false when the time is over first. */
  public boolean awaitLooping(int count, long seconds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (looping.get() < count && System.nanoTime() < end) {
      synchronized (this) {
        wait(STEP_MS);
      }
    }
    return looping.get() >= count;
  }

  public Figures figures() {
    Map<Ending.Kind, Integer> ended = new EnumMap<>(Ending.Kind.class);
    synchronized (endings) {
      endings.forEach(e -> ended.merge(e.kind(), 1, Integer::sum));
    }
    synchronized (vehicles) {
      return new Figures(
          vehicles.size(),
          looping.get(),
          loops.get(),
          answers.percentileMs(50),
          answers.percentileMs(99),
          answers.maxMs(),
          gaps.percentileMs(99),
          ended);
    }
  }

  /** How sessions ended that are over. */
  public List<Ending> endings() {
    synchronized (endings) {
      return List.copyOf(endings);
    }
  }

  /** Tells all to stop in order. */
  public void stop() {
    synchronized (vehicles) {
      vehicles.forEach(SimulatedVehicle::stop);
    }
  }

  @Override
  public void close() {
    yard.close();
  }

  /** Counts for the fleet, and passes on. */
  private final class Counter implements Witness {
    private final Witness next;
    private final long periodNanos;
    private long latest;
    private boolean inLoop;

    Counter(Witness next, long periodNanos) {
      this.next = next;
      this.periodNanos = periodNanos;
    }

    @Override
    public void asked(Phase phase, long nanos) {
      next.asked(phase, nanos);
    }

    @Override
    public void answered(Phase phase, String code, long sentNanos, long receivedNanos) {
      next.answered(phase, code, sentNanos, receivedNanos);
    }

    @Override
    public void looped(Loop loop) {
      loops.incrementAndGet();
      answers.add(loop.receivedNanos() - loop.sentNanos());
      if (inLoop) {
        gaps.add(Math.max(0, loop.sentNanos() - latest - periodNanos));
      } else {
        inLoop = true;
        looping.incrementAndGet();
      }
      latest = loop.sentNanos();
      next.looped(loop);
    }

    @Override
    public void ended(Ending ending) {
      if (inLoop) {
        inLoop = false;
        looping.decrementAndGet();
      }
      synchronized (endings) {
        endings.add(ending);
      }
      next.ended(ending);
    }
  }
}
