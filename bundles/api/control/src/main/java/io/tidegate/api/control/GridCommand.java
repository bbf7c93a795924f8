package io.tidegate.api.control;

import io.tidegate.api.quantity.CommandId;
import io.tidegate.api.quantity.ControllerId;
import io.tidegate.api.site.PriorityClass;
import java.time.Instant;

/**
 * A command of a grid controller: an absolute level with a window, never a delta.
 *
 * @param id key of idempotency, remembered for 30 days
 * @param controller who commands; must be a mandate source of the site
 * @param priority class asked for, at most what the mandate source may
 * @param kind what {@code powerW} means
 * @param node id of the node it applies to; the grid connection when empty
 * @param powerW W, load convention; ≥ 0 for limits
 * @param start beginning of the window
 * @param end end of the window, after {@code start}
 */
public record GridCommand(
    CommandId id,
    ControllerId controller,
    PriorityClass priority,
    TargetKind kind,
    String node,
    double powerW,
    Instant start,
    Instant end) {}
