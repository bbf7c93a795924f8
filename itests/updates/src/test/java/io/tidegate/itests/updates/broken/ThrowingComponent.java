package io.tidegate.itests.updates.broken;

import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/** A service component that looks well until somebody asks for it. */
public final class ThrowingComponent implements HealthCheck {
  public void activate() {
    throw new IllegalStateException("it was meant to fail when it is asked for");
  }

  @Override
  public Result execute() {
    return new Result(Result.Status.OK, "never said");
  }
}
