package io.tidegate.api.site;

import io.tidegate.api.quantity.StationId;
import java.time.Duration;

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
 */
public record StationSpec(
    StationId id,
    DischargeAccess dischargeAccess,
    LimitUnit limitUnit,
    Duration setpointInterval,
    double deadbandW) {}
