package io.tidegate.host.kura.driver;

import io.tidegate.api.site.PriorityClass;
import io.tidegate.codec.settings.Settings;
import java.time.Duration;
import java.util.Map;

/**
 * A validated configuration.
 *
 * @param mandate name of the mandate that stands behind what is written, without {@code policy:}
 * @param priority class of what is asked for
 * @param hold how long a written value counts
 */
record DriverSettings(String mandate, PriorityClass priority, Duration hold) {

  /** Throws {@link io.tidegate.codec.settings.SettingsException} with everything that is wrong. */
  static DriverSettings read(Map<String, ?> properties) {
    Settings in = Settings.of(SiteDriver.PID, properties);
    DriverSettings read =
        new DriverSettings(
            in.text("mandate", "kura"),
            in.choice("priority", PriorityClass.class, PriorityClass.ECONOMY),
            Duration.ofSeconds(in.integer("hold.s", 60, 5, 86_400)));
    if (read.priority == PriorityClass.MUST_CHARGE) {
      in.problem("priority", "must be grid-emergency, contract or economy");
    }
    if (!read.mandate.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,47}")) {
      in.problem("mandate", "must be 1-48 letters, digits, `.`, `_`, `-`");
    }
    in.check();
    return read;
  }
}
