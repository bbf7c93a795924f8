package io.tidegate.core.arbiter;

import io.tidegate.api.control.Reason;
import io.tidegate.api.control.Target;
import io.tidegate.api.site.PriorityClass;

/**
 * A target that asks for power, with the part of the tree it speaks of.
 *
 * @param target as it was given
 * @param priority class it is served in: at most what its mandate may
 * @param position order of its class, smallest first
 * @param rank node it speaks of; for one EVSE the node that it hangs on
 * @param place the one EVSE it speaks of, −1 for all below the node
 * @param depth how deep its scope lies; an EVSE lies deeper than any node
 * @param reason what those served by it are told
 */
record Goal(
    Target target,
    PriorityClass priority,
    int position,
    int rank,
    int place,
    int depth,
    Reason reason) {

  double powerW() {
    return target.powerW();
  }

  /** Too early after a stop or a start counts for it: it can wait. */
  boolean heedsDwell() {
    return priority == PriorityClass.ECONOMY;
  }

  /** May fill vehicles beyond the target of their drivers. */
  boolean fillsUp() {
    return place >= 0 || priority != PriorityClass.ECONOMY;
  }

  /** Whether this one's scope lies strictly within the other's. */
  boolean within(Goal other, Topology tree) {
    if (other.place >= 0) {
      return false;
    }
    if (place >= 0) {
      return place >= tree.from[other.rank] && place < tree.to[other.rank];
    }
    return rank > other.rank && rank < tree.end[other.rank];
  }
}
