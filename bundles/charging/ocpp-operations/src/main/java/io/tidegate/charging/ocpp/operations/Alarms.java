package io.tidegate.charging.ocpp.operations;

import io.tidegate.api.quantity.StationId;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Severe events of stations that have not been cleared. 2.1 names the severity in the event, 2.0.1
 * in the report of its monitors. Thread-safe.
 */
final class Alarms {
  private static final Logger LOG = LoggerFactory.getLogger(Alarms.class);

  /** 0 danger, 1 hardware, 2 system failure, 3 critical; what is above is for the log (N07). */
  private static final int WORST_UNNAMED = 3;

  private static final int MOST = 1_000;

  private final DeviceModels monitors;
  private final Map<String, String> open = new LinkedHashMap<>();
  private final Map<StationId, Map<Integer, Integer>> severities = new ConcurrentHashMap<>();

  /**
   * @param monitors reports of monitors
   */
  Alarms(DeviceModels monitors) {
    this.monitors = monitors;
  }

  /** Another report of monitors is there. */
  void forget(StationId station) {
    severities.remove(station);
  }

  /** An event; may read a file. */
  void heard(StationId station, Json event) {
    int severity = severity(station, event);
    if (severity > WORST_UNNAMED) {
      return;
    }
    String what =
        event.child("component").text("name").orElse("?")
            + event.child("component").child("evse").integer("id").stream()
                .mapToObj(id -> "[" + id + "]")
                .findFirst()
                .orElse("")
            + '.'
            + event.child("variable").text("name").orElse("?");
    String value = event.text("actualValue").orElse("");
    String sentence =
        "station "
            + station
            + " reports an event of severity "
            + severity
            + ": "
            + Stations.printable(what + " = " + value);
    raise(station + " " + what, sentence, event.flag("cleared"));
  }

  private synchronized void raise(String key, String sentence, boolean cleared) {
    if (cleared) {
      if (open.remove(key) != null) {
        LOG.info("STATION_EVENT: {} is well again", Stations.printable(key));
      }
    } else if (open.containsKey(key) || open.size() < MOST) {
      if (open.put(key, sentence) == null) {
        LOG.warn("STATION_EVENT: {}", sentence);
      }
    }
  }

  private int severity(StationId station, Json event) {
    OptionalInt named = event.integer("severity");
    OptionalInt monitor = event.integer("variableMonitoringId");
    if (named.isPresent() || monitor.isEmpty()) {
      return named.orElse(Integer.MAX_VALUE);
    }
    return severities
        .computeIfAbsent(station, this::read)
        .getOrDefault(monitor.getAsInt(), Integer.MAX_VALUE);
  }

  private Map<Integer, Integer> read(StationId station) {
    try {
      return Map.copyOf(monitors.severities(station));
    } catch (IOException e) {
      LOG.warn("The monitors of station {} cannot be read: {}", station, e.toString());
      return Map.of();
    }
  }

  /** A sentence on the oldest, empty when there is none. */
  synchronized Optional<String> sentence() {
    return open.values().stream()
        .findFirst()
        .map(first -> open.size() == 1 ? first : first + " (and " + (open.size() - 1) + " more)");
  }
}
