package io.tidegate.itests.updates.broken;

import org.apache.felix.hc.api.HealthCheck;

/** Of a bundle that was compiled against another version of what it uses. */
public final class Outdated {
  private Outdated() {}

  static Object use(HealthCheck check) {
    return check.execute();
  }
}
