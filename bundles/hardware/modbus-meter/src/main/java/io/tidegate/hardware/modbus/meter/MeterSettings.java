package io.tidegate.hardware.modbus.meter;

import io.tidegate.codec.settings.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A validated configuration.
 *
 * @param name of the meter, as the site file names it
 * @param bus name of the Modbus bus
 * @param unit Modbus unit
 * @param map name of the register map, without folder and ending
 * @param interval between two polls
 * @param timeout for each request, waiting included
 */
record MeterSettings(
    String name, String bus, int unit, String map, Duration interval, Duration timeout) {
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /** Throws {@link io.tidegate.codec.settings.SettingsException} with everything that is wrong. */
  static MeterSettings read(String pid, Map<String, ?> properties) {
    Settings settings = Settings.of(pid, properties);
    MeterSettings read =
        new MeterSettings(
            settings.required("name"),
            settings.required("bus"),
            settings.integer("unit", 1, 0, 255),
            settings.text("map", "example-40001"),
            settings.millis("intervalMs", 200, 100, 60_000),
            settings.millis("timeoutMs", 1_000, 20, 10_000));
    if (!FILE.matcher(read.map).matches()) {
      settings.problem("map", "must be the name of a register map file without folder and .yaml");
    }
    settings.check();
    return read;
  }
}
