package io.tidegate.admin.updates.engine;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits of the updater's thread: each has a deadline, and somebody's word ends it early. */
public final class Patience {
  private final Semaphore nudges = new Semaphore(0);
  private volatile long moved = System.nanoTime();

  /** Something has changed: whoever waits looks again. */
  public void nudge() {
    nudges.release();
  }

  /** Waits so long, or until the next {@link #nudge}. */
  public void pause(Duration most) throws InterruptedException {
    if (nudges.tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS)) {
      int unused = nudges.drainPermits();
    }
    moved = System.nanoTime();
  }

  /** ms since the last wait ended; a thread that is lost, or gone, does not come to another one. */
  public long silentMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - moved);
  }

  /**
   * Looks every {@code step} until it is so.
   *
   * @return whether it was so in time
   */
  public boolean until(BooleanSupplier so, Duration step, Duration most)
      throws InterruptedException {
    long deadline = System.nanoTime() + most.toNanos();
    while (!so.getAsBoolean()) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      pause(step);
    }
    return true;
  }
}
