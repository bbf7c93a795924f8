package io.tidegate.core.safety;

import io.tidegate.api.control.ClockQuality;
import io.tidegate.api.control.MeterState;
import io.tidegate.api.control.ReasonCode;
import io.tidegate.api.control.SiteInput.MeterReading;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.site.GridConnection;
import io.tidegate.api.site.Node;
import io.tidegate.api.site.SafetyLimits;
import java.time.Instant;
import java.util.Optional;

/**
 * What forbids discharge on the whole site: going down, records that cannot be written (S4.6), a
 * clock that cannot be trusted (S2.4), mains that are out of their window, not measured, or not yet
 * good for long enough (IEEE 1547 enter service).
 *
 * @param block what forbids it; empty when nothing does
 * @param subject who or where
 * @param mainsGoodSince since when the mains are good; {@link Instant#MAX} while they are not
 */
record SiteGuard(Optional<ReasonCode> block, String subject, Instant mainsGoodSince) {

  /** A clock that nobody watches; a demonstration may run on it. */
  private static final String ASSUMED = "assumed";

  static SiteGuard of(SitePicture picture, Instant goodSince) {
    Instant now = picture.at();
    SafetyLimits limits = picture.model().safety();
    String meter = picture.model().nodes().stream().findFirst().map(Node::meter).orElse("");
    Optional<ReasonCode> mains = mains(picture, meter);
    Instant since = mains.isPresent() ? Instant.MAX : earlier(goodSince, now);
    if (picture.stopping()) {
      return new SiteGuard(Optional.of(ReasonCode.STOPPING), "", since);
    }
    if (!picture.journalWritable()) {
      return new SiteGuard(Optional.of(ReasonCode.JOURNAL_UNWRITABLE), "", since);
    }
    if (!trusted(picture.clock(), limits.maxClockOffsetMs())) {
      String source = picture.clock().source();
      return new SiteGuard(Optional.of(ReasonCode.CLOCK_UNTRUSTED), source, since);
    }
    if (mains.isPresent()) {
      return new SiteGuard(mains, meter, since);
    }
    if (!(Ages.seconds(since, now) >= limits.reenableDelayS())) {
      return new SiteGuard(Optional.of(ReasonCode.MAINS_OUT_OF_WINDOW), meter, since);
    }
    return new SiteGuard(Optional.empty(), "", since);
  }

  private static Instant earlier(Instant since, Instant now) {
    return since.isBefore(now) ? since : now;
  }

  private static boolean trusted(ClockQuality clock, double maxOffsetMs) {
    double offset = clock.offsetMs();
    if (ASSUMED.equals(clock.source()) && Double.isNaN(offset)) {
      return true;
    }
    boolean synchronised = clock.synchronised() || ASSUMED.equals(clock.source());
    return synchronised && Math.abs(offset) <= maxOffsetMs;
  }

  private static Optional<ReasonCode> mains(SitePicture picture, String name) {
    SafetyLimits limits = picture.model().safety();
    MeterState meter = picture.meters().get(name);
    if (meter == null || !Ages.fresh(meter.at(), picture.at(), limits.meterMaxAgeS())) {
      return Optional.of(ReasonCode.STALE_MEASUREMENT);
    }
    return inWindow(meter.reading(), picture.model().grid(), limits)
        ? Optional.empty()
        : Optional.of(ReasonCode.MAINS_OUT_OF_WINDOW);
  }

  /** A voltage or a frequency that is not measured is in no window. */
  private static boolean inWindow(MeterReading reading, GridConnection grid, SafetyLimits limits) {
    double voltagePu = reading.voltageV() / grid.nominalVoltageV();
    double hertz = reading.frequencyHz();
    return voltagePu >= limits.minVoltagePu()
        && voltagePu <= limits.maxVoltagePu()
        && hertz >= limits.minFrequencyHz()
        && hertz <= limits.maxFrequencyHz();
  }
}
