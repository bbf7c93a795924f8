package io.tidegate.api.operation;

import java.util.List;

/**
 * The health of the whole gateway: what all health checks say now. A service of {@code
 * admin/diagnostics}; any thread, without I/O.
 */
public interface HealthBoard {
  Health read();

  /**
   * @param status the worst of the checks'
   * @param checks by name; never empty
   */
  record Health(Status status, List<Check> checks) {
    public Health {
      checks = List.copyOf(checks);
    }
  }

  /**
   * @param name short, as in {@code hc.name}
   * @param message one sentence for the operator
   */
  record Check(String name, Status status, String message) {}

  /** From good to bad. */
  enum Status {
    OK,
    /** Amber: works, and somebody should look at it. */
    WARN,
    /** Red: something does not work. */
    CRITICAL
  }
}
