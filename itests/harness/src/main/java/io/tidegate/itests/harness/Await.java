package io.tidegate.itests.harness;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits for a condition, never longer than a deadline. */
public final class Await {
  private static final long STEP_MS = 25;

  private Await() {}

  /** What is waited for; may fail while it does not hold yet. */
  public interface Condition {
    boolean holds() throws Exception;
  }

  /**
   * Returns as soon as the condition holds.
   *
   * @param what is waited for, for the failure's message
   * @param state says what is there instead
   * @return how long it took
   * @throws AssertionError when the deadline passes first
   */
  public static Duration until(
      String what, Duration most, Condition condition, Supplier<String> state)
      throws InterruptedException {
    long begin = System.nanoTime();
    Exception last = null;
    do {
      try {
        if (condition.holds()) {
          return Duration.ofNanos(System.nanoTime() - begin);
        }
        last = null;
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        last = e;
      }
      TimeUnit.MILLISECONDS.sleep(STEP_MS);
    } while (System.nanoTime() - begin < most.toNanos());
    throw new AssertionError("not within " + most + ": " + what + "\n" + state.get(), last);
  }

  /** As above, with nothing more to say about the state. */
  public static Duration until(String what, Duration most, Condition condition)
      throws InterruptedException {
    return until(what, most, condition, () -> "");
  }
}
