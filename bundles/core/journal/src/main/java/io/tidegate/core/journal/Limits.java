package io.tidegate.core.journal;

import io.tidegate.codec.settings.Settings;
import java.time.Duration;
import java.util.Map;

/**
 * The validated configuration.
 *
 * @param retention how long a segment is kept
 * @param maxBytes most that all segments together may hold, about
 * @param reserveBytes free space on the disk below which the journal counts as full
 * @param queueEntries most entries that wait for the writer
 * @param linger how long entries that nobody waits for are gathered into one transaction
 * @param eventsLinger how long events of a charging transaction in progress, whose stations wait
 *     for the answer, are gathered; at most {@code linger}
 */
record Limits(
    Duration retention,
    long maxBytes,
    long reserveBytes,
    int queueEntries,
    Duration linger,
    Duration eventsLinger) {
  static final long MEGABYTE = 1L << 20;
  static final Limits DEFAULT = of(Settings.of(JournalComponent.NAME, Map.of()));

  /** Throws {@link io.tidegate.codec.settings.SettingsException} with all that is wrong. */
  static Limits from(Map<String, ?> properties) {
    Settings settings = Settings.of(JournalComponent.NAME, properties);
    Limits limits = of(settings);
    settings.check();
    return limits;
  }

  private static Limits of(Settings settings) {
    return new Limits(
        Duration.ofDays(settings.integer("retention.days", 30, 1, 3650)),
        settings.integer("max.megabytes", 2048, 16, 1_048_576) * MEGABYTE,
        settings.integer("reserve.megabytes", 64, 0, 1_048_576) * MEGABYTE,
        settings.integer("queue.entries", 20_000, 100, 1_000_000),
        settings.millis("linger.ms", 100, 0, 1000),
        settings.millis("events.linger.ms", 20, 0, 100));
  }
}
