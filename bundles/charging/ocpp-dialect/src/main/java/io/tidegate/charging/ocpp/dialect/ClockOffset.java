package io.tidegate.charging.ocpp.dialect;

import java.time.Duration;
import java.time.Instant;

/**
 * How far a station's clock is ahead of ours, estimated from the time stamps of its own fresh
 * messages. A time stamp is never younger than its message, so every sample is at most the true
 * offset and the highest is the best. An estimate that is too low makes a profile begin and end
 * early, which is harmless.
 *
 * @param millis station's time less ours, ms
 * @param settled whether there was a sample since the station was last told the time
 * @param plausible false when the clock is so wrong that nothing is derived from it
 */
record ClockOffset(long millis, boolean settled, boolean plausible) {
  static final ClockOffset NONE = new ClockOffset(0, false, true);

  /** Wrong time zones are common, wrong days are no clock: beyond this nothing is compensated. */
  private static final long CREDIBLE_MS = Duration.ofHours(26).toMillis();

  ClockOffset sampled(Instant stamp, Instant received) {
    long sample = stamp.toEpochMilli() - received.toEpochMilli();
    if (Math.abs(sample) > CREDIBLE_MS) {
      return settled && plausible ? this : new ClockOffset(0, true, false);
    }
    return settled && plausible && sample <= millis ? this : new ClockOffset(sample, true, true);
  }

  /** The station has been told the time and may have set its clock. */
  ClockOffset unsettled() {
    return settled ? new ClockOffset(millis, false, plausible) : this;
  }

  Instant toStation(Instant ours) {
    return ours.plusMillis(millis);
  }

  Instant toOurs(Instant stations) {
    return stations.minusMillis(millis);
  }
}
