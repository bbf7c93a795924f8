package io.tidegate.core.safety;

import io.tidegate.api.control.SafetyState.EvseMemory;
import io.tidegate.api.control.SitePicture;
import java.time.Instant;

/**
 * Remembers when an EVSE was told another power, and between which powers it has been since.
 * Telemetry and meters come at different times: a measurement from before such a move says little
 * of now.
 */
final class Motion {
  /** A difference below this is no move, W. */
  private static final double SAME_W = 1;

  private final Reach reach;
  private final MeterTimes meters;
  private final Topology site;
  private final Instant now;
  private final double forgottenS;

  Motion(Topology site, SitePicture picture, Reach reach, MeterTimes meters) {
    this.site = site;
    this.reach = reach;
    this.meters = meters;
    now = picture.at();
    forgottenS = site.model.safety().telemetryMaxAgeS();
  }

  MeterTimes meters() {
    return meters;
  }

  /** Whether a value that was taken at {@code taken} may be from before the end of a move. */
  boolean moving(EvseMemory memory, Instant taken) {
    return Ages.seconds(taken, memory.movedAt()) > -Timing.SETTLE_S
        && Ages.seconds(memory.movedAt(), now) <= forgottenS;
  }

  /** The memory after what the EVSE may be obeying now; the same object when nothing changed. */
  EvseMemory after(EvseMemory before, int i, EvseLimits.Kept kept) {
    double low = reach.lowW[i];
    double high = reach.highW[i];
    double level = before.levelW();
    if (Math.abs(low - level) <= SAME_W && Math.abs(high - level) <= SAME_W) {
      return resting(before, kept);
    }
    // what was measured since the last move, there and at the meter, shows where this one begins
    Instant moved = before.movedAt();
    boolean shown = !reach.occupied[i] || reach.measuredAt[i].isAfter(moved);
    boolean seen =
        (shown && meters.oldest(site.node[i]).isAfter(moved))
            || Ages.seconds(moved, now) > forgottenS;
    double from = seen ? level : before.lowW();
    double to = seen ? level : before.highW();
    boolean certain = high - low <= SAME_W;
    return new EvseMemory(
        kept.latched(),
        kept.packC(),
        certain ? high : level,
        Math.min(low, from),
        Math.max(high, to),
        now);
  }

  private static EvseMemory resting(EvseMemory before, EvseLimits.Kept kept) {
    boolean same =
        kept.latched() == before.dischargeLatched()
            && Double.compare(kept.packC(), before.packC()) == 0;
    return same
        ? before
        : new EvseMemory(
            kept.latched(),
            kept.packC(),
            before.levelW(),
            before.lowW(),
            before.highW(),
            before.movedAt());
  }
}
