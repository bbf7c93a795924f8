package io.tidegate.hardware.control.pilot;

import io.tidegate.codec.settings.Settings;
import java.util.Map;

/**
 * A validated configuration.
 *
 * @param name of the pilot
 * @param frontEnd name of its electronics
 * @param debounceMs how long a state stands until it counts
 */
record PilotSettings(String name, String frontEnd, int debounceMs) {

  /** Throws {@link io.tidegate.codec.settings.SettingsException} with everything that is wrong. */
  static PilotSettings read(String pid, Map<String, ?> properties) {
    Settings s = Settings.of(pid, properties);
    String name = s.required("name");
    PilotSettings read =
        new PilotSettings(
            name,
            s.text("frontEnd", name.replaceFirst("\\.pilot$", "") + ".front-end"),
            s.integer("debounceMs", 20, 0, 100));
    s.check();
    return read;
  }
}
