package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.quantity.StationId;
import io.tidegate.codec.ocpp.json.Strictness;
import io.tidegate.codec.settings.Settings;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The dialect's configuration, validated.
 *
 * @param heartbeat told to stations, spread by 10 % either way
 * @param bootRetry when a station that must wait boots again
 * @param telemetry how often a station reports during a transaction
 * @param answerTimeout deadline of every call
 * @param auditInterval between two questions after the limits that a station follows in the end, in
 *     one transaction; zero asks never
 * @param tolerated stations whose unknown fields are passed over whatever {@code strictness} says
 * @param anyToken every id token may charge
 * @param variables set on every station: name {@code Component.Variable} → value
 */
record DialectSettings(
    Duration heartbeat,
    Duration bootRetry,
    Duration telemetry,
    Duration answerTimeout,
    Duration auditInterval,
    Strictness strictness,
    Set<String> tolerated,
    boolean anyToken,
    Map<String, String> variables) {

  static final DialectSettings DEFAULT = of("", Map.of());

  private static final int VALUE_LENGTH = 1_000;

  private enum TokenSource {
    FILE,
    ANY
  }

  /**
   * @param pid names the file in what is refused
   */
  static DialectSettings of(String pid, Map<String, ?> properties) {
    Settings s = Settings.of(pid, properties);
    DialectSettings settings =
        new DialectSettings(
            Duration.ofSeconds(s.integer("heartbeat.interval.s", 300, 10, 86_400)),
            Duration.ofSeconds(s.integer("boot.retry.s", 60, 5, 86_400)),
            Duration.ofSeconds(s.integer("telemetry.interval.s", 5, 1, 3_600)),
            s.millis("answer.timeout.ms", 5_000, 500, 60_000),
            Duration.ofSeconds(s.integer("audit.interval.s", 900, 0, 86_400)),
            s.choice("validation", Strictness.class, Strictness.STRICT),
            Set.copyOf(s.list("validation.tolerant.stations")),
            s.choice("idtokens", TokenSource.class, TokenSource.FILE) == TokenSource.ANY,
            variables(s));
    s.check();
    return settings;
  }

  private static Map<String, String> variables(Settings s) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String part : s.text("set.variables", "").split(";", -1)) {
      if (part.isBlank()) {
        continue;
      }
      int equals = part.indexOf('=');
      String name = equals < 0 ? "" : part.substring(0, equals).strip();
      String value = part.substring(equals + 1).strip();
      if (name.matches("[^.]{1,50}\\.[^.]{1,50}") && value.length() <= VALUE_LENGTH) {
        variables.put(name, value);
      } else {
        s.problem("set.variables", "must be Component.Variable=value, got \"" + part.strip() + '"');
      }
    }
    return Collections.unmodifiableMap(variables);
  }

  Strictness strictness(StationId station) {
    return strictness == Strictness.STRICT && tolerated.contains(station.value())
        ? Strictness.TOLERANT
        : strictness;
  }

  /**
   * The heartbeat interval of one station, s. The spread follows from its identity, so that
   * thousands that booted together do not stay together.
   */
  int heartbeatOf(StationId station) {
    double share = Math.floorMod(station.value().hashCode() * 0x9E3779B9, 2_001) / 1_000.0 - 1;
    return (int) Math.round(heartbeat.toSeconds() * (1 + 0.1 * share));
  }
}
