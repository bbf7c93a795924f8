package io.tidegate.itests.updates.broken;

import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/** A service component that never comes through its activation, and is asked for all the same. */
public final class SleepingComponent implements HealthCheck {
  public void activate() {
    while (true) {
      try {
        Thread.sleep(60_000);
      } catch (InterruptedException e) {
        // that is what is wrong with it
        Thread.onSpinWait();
      }
    }
  }

  @Override
  public Result execute() {
    return new Result(Result.Status.OK, "never said");
  }
}
