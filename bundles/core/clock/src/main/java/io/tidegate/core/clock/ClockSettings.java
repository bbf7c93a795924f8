package io.tidegate.core.clock;

import io.tidegate.codec.settings.Settings;
import java.util.Map;

/**
 * The validated configuration.
 *
 * @param targetMs error up to which the health check is green
 * @param limitMs error beyond which it is red
 * @param chronyProgram chronyc's path or name
 * @param chronyAddress chronyd's command socket, empty for the default
 * @param pmcProgram pmc's path or name
 * @param ptpServer ptp4l's socket, empty for the default
 * @param ptpClient pmc's own socket, empty for the default
 */
record ClockSettings(
    Source source,
    double targetMs,
    double limitMs,
    String chronyProgram,
    String chronyAddress,
    String pmcProgram,
    String ptpServer,
    String ptpClient) {

  /** Who is asked. */
  enum Source {
    KERNEL,
    CHRONY,
    PTP,
    ASSUMED
  }

  static final ClockSettings DEFAULT = of(Settings.of(ClockComponent.NAME, Map.of()));

  /** Throws {@link io.tidegate.codec.settings.SettingsException} with all that is wrong. */
  static ClockSettings from(Map<String, ?> properties) {
    Settings settings = Settings.of(ClockComponent.NAME, properties);
    ClockSettings values = of(settings);
    if (values.targetMs > values.limitMs) {
      settings.problem("target.ms", "must not exceed limit.ms");
    }
    settings.check();
    return values;
  }

  private static ClockSettings of(Settings settings) {
    return new ClockSettings(
        settings.choice("source", Source.class, Source.KERNEL),
        settings.number("target.ms", 1, 0.001, 10_000),
        settings.number("limit.ms", 100, 0.001, 10_000),
        settings.text("chrony.program", "chronyc"),
        settings.text("chrony.address", ""),
        settings.text("ptp.program", "pmc"),
        settings.text("ptp.server", ""),
        settings.text("ptp.client", ""));
  }
}
