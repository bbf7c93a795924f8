package io.tidegate.core.arbiter;

import io.tidegate.api.control.MandateState;
import io.tidegate.api.control.Reason;
import io.tidegate.api.control.ReasonCode;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.control.Target;
import io.tidegate.api.control.TargetKind;
import io.tidegate.api.site.MandateSource;
import io.tidegate.api.site.PriorityClass;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The targets that ask for power, in the order in which they are served: by class; in a class the
 * deeper scope first, on one scope the lower power (what takes least from the grid), then the later
 * id. Limits are no goals: they are part of the bounds.
 */
final class Goals {
  private static final Comparator<Goal> ORDER =
      Comparator.comparingInt(Goal::position)
          .thenComparing(Comparator.comparingInt(Goal::depth).reversed())
          .thenComparingDouble(Goal::powerW)
          .thenComparing(goal -> goal.target().id(), Comparator.reverseOrder())
          .thenComparing(goal -> goal.target().mandate(), Comparator.reverseOrder());

  private final List<Goal> ordered = new ArrayList<>();
  private final List<Target> refused = new ArrayList<>();

  Goals(SitePicture picture, List<Target> targets, Topology tree, Ranking ranking) {
    for (Target target : targets) {
      if (asks(target) && target.expires().isAfter(picture.at())) {
        take(target, picture, tree, ranking);
      }
    }
    ordered.sort(ORDER);
  }

  List<Goal> ordered() {
    return ordered;
  }

  /** Asked by nobody who may, for nothing that exists, or without a sign of life. */
  List<Target> refused() {
    return refused;
  }

  private static boolean asks(Target target) {
    return target.kind() == TargetKind.VEHICLE_POWER || target.kind() == TargetKind.EVSE_POWER;
  }

  /** Whether a mandate stands now; without one nothing is discharged. */
  static boolean alive(SitePicture picture, String mandate) {
    MandateState state = find(picture, mandate);
    return state != null && state.alive(picture.at());
  }

  private static MandateState find(SitePicture picture, String mandate) {
    for (MandateState state : picture.mandates()) {
      if (state.source().id().value().equals(mandate)) {
        return state;
      }
    }
    return null;
  }

  private void take(Target target, SitePicture picture, Topology tree, Ranking ranking) {
    MandateState mandate = find(picture, target.mandate());
    int place = -1;
    int rank = 0;
    if (target.kind() == TargetKind.EVSE_POWER) {
      int evse = target.evse().isPresent() ? tree.model.indexOf(target.evse().get()) : -1;
      place = evse < 0 ? -1 : tree.placeOf[evse];
      rank = place < 0 ? -1 : tree.rankAt[place];
    } else if (!target.node().isEmpty()) {
      int node = tree.model.nodeIndexOf(target.node());
      rank = node < 0 ? -1 : tree.rankOf[node];
    }
    Instant now = picture.at();
    if (mandate == null
        || rank < 0
        || Double.isNaN(target.powerW())
        || (target.powerW() < 0 && !mandate.alive(now))) {
      refused.add(target);
      return;
    }
    PriorityClass priority = atMost(target.priority(), mandate.source());
    int depth = place >= 0 ? Integer.MAX_VALUE : tree.depth[rank];
    boolean policy = target.mandate().startsWith("policy:");
    Reason reason =
        new Reason(
            policy ? ReasonCode.POLICY_TARGET : ReasonCode.GRID_COMMAND,
            target.id(),
            target.powerW());
    ordered.add(new Goal(target, priority, ranking.position(priority), rank, place, depth, reason));
  }

  /** A source asks in no higher class than the site file allows it, and nobody for must-charge. */
  private static PriorityClass atMost(PriorityClass asked, MandateSource source) {
    PriorityClass highest =
        source.highestClass() == PriorityClass.MUST_CHARGE
            ? PriorityClass.GRID_EMERGENCY
            : source.highestClass();
    return asked.compareTo(highest) < 0 ? highest : asked;
  }
}
