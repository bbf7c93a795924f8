package io.tidegate.api.site;

import io.tidegate.api.quantity.ControllerId;
import java.time.Duration;

/**
 * Somebody who may ask for power. Who is not listed is refused.
 *
 * @param id the grid controller's id, or {@code policy:<id>} for a local policy
 * @param kind upstream (needs its keep-alive) or local (mandated on site, needs no upstream)
 * @param highestClass the highest class it may ask for
 * @param keepAlive longest silence before its mandate to discharge lapses; 5 s by S2.8
 */
public record MandateSource(
    ControllerId id, Kind kind, PriorityClass highestClass, Duration keepAlive) {
  /** Where the source sits. */
  public enum Kind {
    UPSTREAM,
    LOCAL
  }
}
