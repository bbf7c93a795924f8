package io.tidegate.admin.rest;

import io.tidegate.api.control.Reason;
import io.tidegate.api.control.ReasonCode;
import io.tidegate.api.control.Setpoint;
import io.tidegate.api.control.SetpointTrace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/**
 * How long a command takes from its arrival here until it is accepted, and until the first setpoint
 * that it causes has left as bytes. Thread-safe; remembers the last 256 commands under way.
 *
 * <p>A component of its own without references: transports bind it, and the API binds transports.
 */
@Component(
    name = "io.tidegate.admin.rest.latency",
    service = {CommandLatency.class, SetpointTrace.class})
public final class CommandLatency implements SetpointTrace {
  private static final int COMMANDS = 256;

  final Histogram acceptance = new Histogram();
  final Histogram toWire = new Histogram();
  private final Map<String, Long> underWay =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > COMMANDS;
        }
      };

  private volatile boolean waiting;

  /** True when the command was not under way already. */
  synchronized boolean arrived(String id, long nanos) {
    waiting = true;
    return underWay.putIfAbsent(id, nanos) == null;
  }

  /** The command will cause nothing. */
  synchronized void forget(String id, boolean first) {
    if (first) {
      underWay.remove(id);
      waiting = !underWay.isEmpty();
    }
  }

  void accepted(long nanos) {
    acceptance.observe(nanos);
  }

  /** Cheap when no command is under way. */
  @Override
  public void written(List<Setpoint> setpoints, long nanos) {
    if (!waiting) {
      return;
    }
    for (Setpoint setpoint : setpoints) {
      for (Reason reason : setpoint.reasons()) {
        if (reason.code() == ReasonCode.GRID_COMMAND) {
          left(reason.subject(), nanos);
        }
      }
    }
  }

  private synchronized void left(String id, long nanos) {
    Long since = underWay.remove(id);
    if (since != null) {
      toWire.observe(nanos - since);
      waiting = !underWay.isEmpty();
    }
  }
}
