package io.tidegate.api.site;

import io.tidegate.api.quantity.StationId;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A charging station of the site and how it wants to be spoken to.
 *
 * @param id identity that it presents
 * @param dischargeAccess how it takes discharge
 * @param limitUnit unit of its profiles
 * @param setpointInterval shortest time between two setpoints; zero for stations that allow any
 *     rate
 * @param deadbandW a change smaller than this is not worth a message, W; never applied to a
 *     decrease that safety asks for
 * @param subprotocol the one version of OCPP that it is spoken to in, e.g. {@code ocpp2.0.1};
 *     empty: the newest that it offers
 */
public record StationSpec(
    StationId id,
    DischargeAccess dischargeAccess,
    LimitUnit limitUnit,
    Duration setpointInterval,
    double deadbandW,
    Optional<String> subprotocol) {
  public StationSpec {
    Objects.requireNonNull(subprotocol);
  }

  /** A station that is spoken to in the newest version that it offers. */
  public StationSpec(
      StationId id,
      DischargeAccess dischargeAccess,
      LimitUnit limitUnit,
      Duration setpointInterval,
      double deadbandW) {
    this(id, dischargeAccess, limitUnit, setpointInterval, deadbandW, Optional.empty());
  }
}
