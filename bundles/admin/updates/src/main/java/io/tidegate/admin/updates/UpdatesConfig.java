package io.tidegate.admin.updates;

import io.tidegate.admin.updates.fetch.FetchSettings;
import io.tidegate.admin.updates.work.Terms;
import io.tidegate.codec.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Validated configuration.
 *
 * @param device id of this gateway, for permits; empty when it has none
 */
record UpdatesConfig(Terms terms, FetchSettings fetch, String device) {
  private static final long MEGABYTE = 1L << 20;

  static UpdatesConfig of(Map<String, ?> properties, Path home) {
    Settings in = Settings.of(UpdatesComponent.PID, properties);
    UpdatesConfig config =
        new UpdatesConfig(
            new Terms(
                Duration.ofSeconds(in.integer("probation.s", 60, 1, 86_400)),
                in.millis("grace.ms", 10_000, 100, 600_000),
                Duration.ofSeconds(in.integer("reconnect.s", 300, 1, 3_600)),
                in.millis("start.timeout.ms", 30_000, 100, 600_000),
                in.millis("start.deadline.ms", 20_000, 100, 600_000),
                in.integer("reserve.megabytes", 64, 1, 1_048_576) * MEGABYTE),
            FetchSettings.of(in, home),
            in.text("device", ""));
    in.check();
    return config;
  }
}
