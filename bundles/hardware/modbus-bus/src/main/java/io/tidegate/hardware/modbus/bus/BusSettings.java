package io.tidegate.hardware.modbus.bus;

import io.tidegate.codec.settings.Settings;
import java.time.Duration;
import java.util.Map;

/**
 * A validated configuration.
 *
 * @param name of the bus, for drivers and the health check
 * @param host address or name of the device; a name is resolved at each connect
 * @param port TCP port
 * @param timeout for a connect and for an answer
 * @param backOffMin first wait after a failed connect
 * @param backOffMax longest wait
 */
record BusSettings(
    String name,
    String host,
    int port,
    Duration timeout,
    Duration backOffMin,
    Duration backOffMax) {

  /** Throws {@link io.tidegate.codec.settings.SettingsException} with everything that is wrong. */
  static BusSettings read(String pid, Map<String, ?> properties) {
    Settings settings = Settings.of(pid, properties);
    BusSettings read =
        new BusSettings(
            settings.required("name"),
            settings.text("host", "127.0.0.1"),
            settings.integer("port", 502, 1, 65_535),
            settings.millis("timeoutMs", 1_000, 20, 10_000),
            settings.millis("backOffMinMs", 1_000, 10, 60_000),
            settings.millis("backOffMaxMs", 30_000, 10, 600_000));
    if (read.backOffMax.compareTo(read.backOffMin) < 0) {
      settings.problem("backOffMaxMs", "must be at least backOffMinMs");
    }
    settings.check();
    return read;
  }

  String endpoint() {
    return host + ":" + port;
  }
}
