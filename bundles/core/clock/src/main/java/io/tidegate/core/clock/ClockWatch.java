package io.tidegate.core.clock;

import io.tidegate.api.control.ClockQuality;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Makes a quality out of readings and of their absence, and says when it is worth telling. Only the
 * clock thread; the time is handed in.
 */
final class ClockWatch {
  /** No answer for so long counts as unsynchronised. */
  static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** What has not changed is told again after this, so that it never looks forgotten. */
  static final long REPEAT_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Smaller movements of the offset are not worth a record, ms. */
  static final double NOTEWORTHY_MS = 1;

  private final String source;
  private final double limitMs;
  private Reading last;
  private long lastAt;
  private ClockQuality told;
  private long toldAt;

  /**
   * @param limitMs error beyond which the clock is not to be trusted: crossing it is always told
   */
  ClockWatch(ClockSettings.Source source, double limitMs) {
    this.source = source.name().toLowerCase(Locale.ROOT);
    this.limitMs = limitMs;
  }

  ClockQuality answered(Reading reading, long now) {
    last = reading;
    lastAt = now;
    return quality(reading);
  }

  /** The last answer stands for a while. */
  ClockQuality silent(String why, long now) {
    return last == null || now - lastAt > SILENCE_NANOS
        ? new ClockQuality(source, false, Double.NaN, why)
        : quality(last);
  }

  boolean worthTelling(ClockQuality quality, long now) {
    return told == null
        || now - toldAt >= REPEAT_NANOS
        || told.synchronised() != quality.synchronised()
        || exceeds(told) != exceeds(quality)
        || Math.abs(told.offsetMs() - quality.offsetMs()) > NOTEWORTHY_MS;
  }

  void told(ClockQuality quality, long now) {
    told = quality;
    toldAt = now;
  }

  /** Not synchronised, or too far off. */
  boolean isBad(ClockQuality quality) {
    return !quality.synchronised() || exceeds(quality);
  }

  private boolean exceeds(ClockQuality quality) {
    return quality.offsetMs() > limitMs;
  }

  private ClockQuality quality(Reading reading) {
    return new ClockQuality(source, reading.synchronised(), reading.offsetMs(), reading.detail());
  }
}
