package io.tidegate.core.arbiter;

import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.Plan;
import io.tidegate.api.control.SitePicture;
import java.util.Arrays;
import java.util.Optional;

/** What the plan says of each session now, by place. Looks up ids only when the plan is new. */
final class Plans {
  static final String MANDATE = "policy:planner";

  private final Topology tree;
  private final Plan.SessionPlan[] sessions;
  private Plan indexed;

  /** Power of the current step, W; NaN without a plan. */
  final double[] powerW;

  /** Whether any session has a plan now. */
  boolean any;

  Plans(Topology tree) {
    this.tree = tree;
    sessions = new Plan.SessionPlan[tree.places];
    powerW = new double[tree.places];
    Arrays.fill(powerW, Double.NaN);
  }

  void read(SitePicture picture) {
    if (any) {
      Arrays.fill(powerW, Double.NaN);
      any = false;
    }
    Optional<Plan> plan = picture.plan();
    if (plan.isEmpty()) {
      return;
    }
    index(plan.get());
    double sinceS = Facts.seconds(picture.at()) - Facts.seconds(plan.get().start());
    double step = sinceS / plan.get().stepS();
    if (!(step >= 0) || step >= Integer.MAX_VALUE) {
      return;
    }
    for (int place = 0; place < tree.places; place++) {
      if (sessions[place] != null) {
        read(place, picture.evses().get(tree.evseAt[place]), (int) step);
      }
    }
  }

  private void read(int place, EvseState state, int step) {
    Plan.SessionPlan planned = sessions[place];
    if (state.session().isPresent()
        && state.session().get().id().equals(planned.session())
        && step < planned.powerW().size()) {
      powerW[place] = planned.powerW().get(step);
      any = true;
    }
  }

  @SuppressWarnings("ReferenceEquality") // an equal plan may be indexed again, at some cost
  private void index(Plan plan) {
    if (plan == indexed) {
      return;
    }
    Arrays.fill(sessions, null);
    for (Plan.SessionPlan session : plan.sessions()) {
      int evse = tree.model.indexOf(session.evse());
      if (evse >= 0) {
        sessions[tree.placeOf[evse]] = session;
      }
    }
    indexed = plan;
  }
}
