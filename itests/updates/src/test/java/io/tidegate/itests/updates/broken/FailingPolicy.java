package io.tidegate.itests.updates.broken;

import io.tidegate.api.control.Policy;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.control.Target;
import java.util.List;
import java.util.Map;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/** In place of peak shaving: it says that it is well, and fails each time that it is asked. */
public final class FailingPolicy implements Policy, HealthCheck {
  public FailingPolicy(Map<String, ?> properties) {
    // it takes any configuration
  }

  void modified(Map<String, ?> properties) {
    // it takes any configuration
  }

  @Override
  public String id() {
    return "peak-shaving";
  }

  @Override
  public List<Target> evaluate(SitePicture picture) {
    throw new IllegalStateException("it was meant to fail when it is asked");
  }

  @Override
  public Result execute() {
    return new Result(Result.Status.OK, "it says that it is well");
  }
}
