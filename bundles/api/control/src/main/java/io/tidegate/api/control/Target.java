package io.tidegate.api.control;

import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.site.PriorityClass;
import java.time.Instant;
import java.util.Optional;

/**
 * Somebody's wish for power, in force until it expires. Grid commands become targets; policies post
 * theirs.
 *
 * @param id unique within its mandate: the command's id, or the policy's own name for it
 * @param mandate id of the mandate source that stands behind it ({@code policy:<id>} for a policy)
 * @param priority class it is served in
 * @param kind meaning of {@code powerW}
 * @param node node it applies to, empty for the grid connection; ignored for {@link
 *     TargetKind#EVSE_POWER}
 * @param evse the EVSE of an {@link TargetKind#EVSE_POWER} or {@link TargetKind#EVSE_LIMIT}
 * @param powerW W, load convention
 * @param expires end of its life; never trusted for longer
 */
public record Target(
    String id,
    String mandate,
    PriorityClass priority,
    TargetKind kind,
    String node,
    Optional<EvseId> evse,
    double powerW,
    Instant expires) {}
