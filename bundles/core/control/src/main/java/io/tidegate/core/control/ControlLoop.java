package io.tidegate.core.control;

import io.tidegate.api.control.Clearance;
import io.tidegate.api.control.ClockQuality;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.StampedInput;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.site.SiteModel;
import io.tidegate.core.control.state.ControlCore;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that owns the site's state. It takes inputs in order, journals each, and decides: at
 * once (but at least 2 ms apart) on commands and faults, 10 ms after the first of a batch of other
 * inputs, 100 ms after the last decision when none of them is pressing ({@link Pace}), when a
 * window opens or a mandate lapses, and once a second.
 *
 * <p>On a large site a decision takes milliseconds. Then commands and faults are as far apart as
 * one takes, at most 10 ms, and for other inputs the loop rests nine times as long, at most 50 ms;
 * for those that are not pressing, nineteen times, 100 to 250 ms.
 */
final class ControlLoop implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlLoop.class);
  private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long UNHURRIED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  static final String POLICIES = "PolicyTargets";
  private static final long APART_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long MOST_UNHURRIED_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long LONGEST_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** So that what is pressing takes a tenth of the thread at most, other inputs the rest. */
  private static final int REST = 9;

  private static final int UNHURRIED_REST = 19;

  /** Whom the loop works with. */
  record Parts(
      SiteModel model,
      Inbox inbox,
      LoopClock clock,
      Deciders deciders,
      Recorder recorder,
      Dispatcher dispatcher,
      Consumer<ControlCore.Outcome> publish,
      DecisionLog log) {}

  private final Parts parts;
  private final Pace pace;
  private final Beat beat = new Beat();
  private final Reach reach;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean running = true;
  private volatile boolean ready;
  private volatile long lastDecisionNanos = System.nanoTime();
  private volatile String trouble = "";
  private long inputs;
  private ControlCore core;
  private Instant lastDecisionAt = Instant.EPOCH;
  private boolean onlyPolicies = true;
  private String cause = "";
  private boolean undecided;
  private boolean pressing;
  private boolean urgent;
  private long tookNanos;
  private boolean clockDistrusted;

  ControlLoop(Parts parts) {
    this.parts = parts;
    pace = new Pace(parts.model());
    reach = new Reach(parts.dispatcher()::has);
  }

  @Override
  public void run() {
    try {
      if (!parts.deciders.await(() -> running)) {
        return;
      }
      core = parts.recorder.recover(parts.model, parts.deciders.envelope(), parts.clock);
      take(new SiteInput.Restarted("start"));
      parts.recorder.rememberedCommands(parts.clock.now()).forEach(this::take);
      beat.begin(System.nanoTime());
      ready = true;
      while (running) {
        turn();
      }
    } catch (InterruptedException e) {
      LOG.debug("control loop ends");
    } finally {
      stopped.countDown();
    }
  }

  private void turn() throws InterruptedException {
    try {
      long now = System.nanoTime();
      Inbox.Batch batch = parts.inbox.await(waitNanos(now), GATHER_NANOS);
      batch.arrivals().forEach(this::takeSafely);
      if (urgent) {
        keepApart();
      }
      boolean periodic = beat.due(System.nanoTime());
      boolean due = urgent || (undecided && patienceNanos() <= 0);
      if (periodic || due || deadlinePassed()) {
        decide(periodic);
      }
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      // the loop must outlive any defect; what it could not do shows red until it decides again
      trouble = "the control loop met a defect: " + e;
      LOG.error("Control loop: {}", trouble, e);
      beat.failed(System.nanoTime());
      pressing = false;
      urgent = false;
      undecided = false;
    }
  }

  /** One input that cannot be taken must not cost those behind it. */
  private void takeSafely(Inbox.Arrival arrival) {
    try {
      take(arrival.input());
      onlyPolicies &= arrival.input() instanceof SiteInput.PolicyTargets;
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      trouble = "an input met a defect: " + e;
      LOG.error("Control loop: {}", trouble, e);
    }
  }

  /** Time left until inputs that are not urgent are decided on. */
  private long patienceNanos() {
    return lastDecisionNanos + restNanos() - System.nanoTime();
  }

  private long restNanos() {
    if (pressing) {
      return Math.min(REST * tookNanos, LONGEST_REST_NANOS);
    }
    long unhurried = Math.min(UNHURRIED_REST * tookNanos, MOST_UNHURRIED_NANOS);
    return Math.max(UNHURRIED_NANOS, unhurried);
  }

  private long waitNanos(long now) {
    long wait = beat.left(now);
    wait = undecided ? Math.min(wait, patienceNanos()) : wait;
    Instant at = parts.clock.now();
    Instant deadline = core.nextDeadline(lastDecisionAt);
    if (deadline.isBefore(Instant.MAX)) {
      Duration left = Duration.between(at, deadline);
      wait = left.compareTo(Duration.ofSeconds(1)) < 0 ? Math.min(wait, left.toNanos()) : wait;
    }
    return Math.max(0, wait);
  }

  private boolean deadlinePassed() {
    return !parts.clock.now().isBefore(core.nextDeadline(lastDecisionAt));
  }

  /**
   * Decisions that do not wait for the gathering window are still at least 2 ms apart, and as long
   * as the last one took, up to 10 ms: a storm of lost stations must not keep a core busy.
   */
  private void keepApart() throws InterruptedException {
    long apart = Math.max(APART_NANOS, Math.min(tookNanos, GATHER_NANOS));
    long left = lastDecisionNanos + apart - System.nanoTime();
    if (left > 0) {
      TimeUnit.NANOSECONDS.sleep(left);
    }
  }

  private void take(SiteInput input) {
    StampedInput stamped = new StampedInput(core.sequence() + 1, parts.clock.now(), input);
    parts.recorder.input(stamped);
    double reach = reachW(input);
    // thousands of stations that come back say it, each at its own moment, and change nothing
    boolean known = input instanceof SiteInput.SafeShareReport r && core.reckonsWithout(r);
    core.take(stamped);
    urgent |= Inbox.isUrgent(input) && !known;
    pressing |= !known && !pace.mayWait(input, core, reach - reachW(input));
    undecided = true;
    inputs++;
    if (cause.isEmpty() && Inbox.isUrgent(input)) {
      cause = input.getClass().getSimpleName();
    }
  }

  private double reachW(SiteInput input) {
    return input instanceof SiteInput.SetpointOutcome outcome ? core.reachW(outcome) : 0;
  }

  private void decide(boolean periodic) {
    watchClock();
    if (periodic) {
      parts.recorder.correction(core.journalWritable()).ifPresent(this::take);
    }
    long begin = System.nanoTime();
    String why = why(periodic);
    cause = "";
    undecided = false;
    pressing = false;
    urgent = false;
    // a new arbiter or envelope begins a new segment before it decides: the old one is the old
    // ones' work
    parts.recorder.rotate(core, parts.deciders);
    Instant at = now();
    lastDecisionAt = at;
    ControlCore.Outcome outcome =
        core.decide(parts.deciders.arbiter(), parts.deciders.envelope(), at, why);
    long took = System.nanoTime() - begin;
    if (!outcome.cleared().isEmpty()) {
      parts.dispatcher.dispatch(outcome.cleared(), this::actuatorOf);
    }
    pace.decided(outcome.view().reasons());
    parts.recorder.decision(outcome.view().decision());
    parts.log.add(outcome.view(), took);
    parts.publish.accept(outcome);
    lastDecisionNanos = System.nanoTime();
    tookNanos = lastDecisionNanos - begin;
    trouble = "";
    if (periodic) {
      beat.decided(lastDecisionNanos);
      reach.look(core.actuators());
    }
  }

  /** Time of a decision; no expiry is believed that a leap of the clock has brought about. */
  private Instant now() {
    Instant at = parts.clock.now();
    Duration leap = parts.clock.leapt();
    while (!leap.isZero()) {
      LOG.warn(
          "The clock has leapt forward by {} s: nothing in force is certain", leap.toSeconds());
      take(new SiteInput.ClockLeapt(leap.toMillis() / 1e3));
      at = parts.clock.now();
      leap = parts.clock.leapt();
    }
    return at;
  }

  private String why(boolean periodic) {
    boolean policiesAmongOthers = cause.equals(POLICIES) && !onlyPolicies;
    onlyPolicies = true;
    if (!cause.isEmpty() && !policiesAmongOthers) {
      return cause;
    }
    if (periodic) {
      return DecisionLog.Cause.PERIOD;
    }
    return undecided ? DecisionLog.Cause.TELEMETRY : DecisionLog.Cause.WINDOW;
  }

  private String actuatorOf(Clearance clearance) {
    EvseId evse = clearance.setpoint().evse();
    int index = parts.model.indexOf(evse);
    return core.actuators().getOrDefault(parts.model.evses().get(index).station(), "");
  }

  private void watchClock() {
    Duration back = parts.clock.setBack();
    if (!back.isZero() && !clockDistrusted) {
      clockDistrusted = true;
      String detail = "the clock was set back by " + back.toSeconds() + " s; restart the gateway";
      LOG.error("FAILED_TO_SYNC_PHASE {}", detail);
    }
    if (clockDistrusted) {
      take(
          new SiteInput.ClockReport(
              new ClockQuality("loop", false, back.toMillis(), "the clock was set back")));
    }
  }

  boolean ready() {
    return ready;
  }

  /** What is wrong with the loop, for the health check; empty when nothing is. */
  String trouble() {
    boolean late = System.nanoTime() - lastDecisionNanos > 3 * Beat.PERIOD_NANOS;
    return ready && running && late && trouble.isEmpty()
        ? "the control loop has not decided for 3 s"
        : trouble.isEmpty() ? reach.trouble() : trouble;
  }

  Beat beat() {
    return beat;
  }

  long inputs() {
    return inputs;
  }

  /** Ends the loop after the turn in progress; true when it has ended within the time. */
  boolean stop(Thread thread, Duration most) throws InterruptedException {
    running = false;
    thread.interrupt();
    return stopped.await(most.toMillis(), TimeUnit.MILLISECONDS);
  }
}
