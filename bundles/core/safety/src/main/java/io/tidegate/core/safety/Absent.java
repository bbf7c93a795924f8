package io.tidegate.core.safety;

import io.tidegate.api.control.Commitment;
import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.Measured;
import io.tidegate.api.control.SiteInput.Availability;
import io.tidegate.api.control.SitePicture;
import java.time.Instant;
import java.util.Optional;

/** What stands for an EVSE that the site has and the picture does not know: out of reach. */
final class Absent {
  private Absent() {}

  static EvseState orPresent(SitePicture picture, int index) {
    return index < picture.evses().size()
        ? picture.evses().get(index)
        : new EvseState(
            index,
            false,
            Instant.EPOCH,
            Availability.UNAVAILABLE,
            Optional.empty(),
            Measured.NOTHING,
            Commitment.NONE,
            Double.NaN,
            "",
            0,
            Double.NaN,
            Instant.EPOCH,
            Instant.EPOCH,
            false,
            "");
  }
}
