package io.tidegate.core.arbiter;

import io.tidegate.api.control.Allocation;
import io.tidegate.api.control.Bounds;
import io.tidegate.api.control.Reason;
import io.tidegate.api.control.ReasonCode;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.control.Target;
import java.util.List;

/**
 * One allocation over one site: the classes in their order, each raising vehicles on one of the two
 * sides. What a class was given stays; later classes get what is left. Scratch is reused from call
 * to call; confined to the caller's thread.
 */
final class Round {
  private static final Reason MUST_CHARGE = Reason.of(ReasonCode.MUST_CHARGE);
  private static final Reason PLAN = Reason.of(ReasonCode.PLAN);
  private static final Reason DEFAULT_CHARGE = Reason.of(ReasonCode.DEFAULT_CHARGE);
  private static final Reason DWELL = Reason.of(ReasonCode.DWELL);

  private final Topology tree;
  private final Ranking ranking;
  private final Vehicles vehicles;
  private final Plans plans;
  private final Side charge;
  private final Side discharge;
  private final Raise raise;
  private final Ledger ledger;

  Round(Topology tree, Ranking ranking) {
    this.tree = tree;
    this.ranking = ranking;
    vehicles = new Vehicles(tree);
    plans = new Plans(tree);
    charge = new Side(tree, true);
    discharge = new Side(tree, false);
    raise = new Raise(tree);
    ledger = new Ledger(tree, vehicles, plans, charge, discharge, raise);
  }

  Topology tree() {
    return tree;
  }

  /** Work done in the innermost loops since the start, for the tests of complexity. */
  long steps() {
    return raise.steps();
  }

  Allocation run(SitePicture picture, Bounds bounds, List<Target> targets) {
    vehicles.read(picture, bounds);
    plans.read(picture);
    charge.open(bounds, vehicles.adriftChargeW);
    discharge.open(bounds, vehicles.adriftDischargeW);
    ledger.clear();
    Goals goals = new Goals(picture, targets, tree, ranking);
    List<Goal> asked = goals.ordered();

    mustCharge();
    int next = serveUpTo(0, asked, 0);
    if (ranking == Ranking.DEPARTURE) {
      departures();
    }
    if (ranking != Ranking.ECONOMY) {
      next = serveUpTo(1, asked, next);
    }
    hold();
    boolean planner = Goals.alive(picture, Plans.MANDATE);
    if (ranking == Ranking.ECONOMY) {
      next = serveUpTo(1, asked, next);
      followPlan(planner);
    }
    serveUpTo(2, asked, next);
    if (ranking != Ranking.ECONOMY) {
      followPlan(planner);
    }
    defaultCharge();
    return ledger.result(bounds, goals);
  }

  private void mustCharge() {
    Lot lot = open();
    for (int place = 0; place < tree.places; place++) {
      if (vehicles.mustW[place] > 0) {
        takeForCharge(lot, place, vehicles.mustW[place]);
      }
    }
    settle(charge, 0, Double.POSITIVE_INFINITY, MUST_CHARGE, "");
  }

  private void departures() {
    Lot lot = open();
    for (int place = 0; place < tree.places; place++) {
      if (vehicles.meanW[place] > 0 && discharge.powerW[place] == 0 && ledger.open(place)) {
        takeForCharge(lot, place, vehicles.meanW[place]);
      }
    }
    settle(charge, 0, Double.POSITIVE_INFINITY, MUST_CHARGE, "");
  }

  /** Who has just begun to charge goes on at its minimum before economic reasons count. */
  private void hold() {
    Lot lot = open();
    for (int place = 0; place < tree.places; place++) {
      if (vehicles.heldCharging[place]
          && vehicles.wants[place]
          && charge.powerW[place] == 0
          && discharge.powerW[place] == 0
          && ledger.open(place)) {
        takeForCharge(lot, place, tree.minChargeW[place]);
      }
    }
    settle(charge, 0, Double.POSITIVE_INFINITY, DWELL, "");
  }

  private void followPlan(boolean mayDischarge) {
    if (!plans.any) {
      return;
    }
    Lot lot = open();
    for (int place = 0; mayDischarge && place < tree.places; place++) {
      if (plans.powerW[place] < 0
          && mayDeliver(place)
          && !(vehicles.dischargeDwells[place] && discharge.powerW[place] == 0)) {
        takeForDischarge(lot, place, -plans.powerW[place]);
      }
    }
    settle(discharge, 0, Double.POSITIVE_INFINITY, PLAN, Plans.MANDATE);
    lot = open();
    for (int place = 0; place < tree.places; place++) {
      if (plans.powerW[place] > 0 && mayTake(place, true)) {
        takeForCharge(lot, place, plans.powerW[place]);
      }
    }
    settle(charge, 0, Double.POSITIVE_INFINITY, PLAN, "");
  }

  private void defaultCharge() {
    Lot lot = open();
    for (int place = 0; place < tree.places; place++) {
      if (Double.isNaN(plans.powerW[place]) && vehicles.wants[place] && mayTake(place, true)) {
        takeForCharge(lot, place, Double.POSITIVE_INFINITY);
      }
    }
    settle(charge, 0, Double.POSITIVE_INFINITY, DEFAULT_CHARGE, "");
  }

  private int serveUpTo(int position, List<Goal> goals, int from) {
    int next = from;
    while (next < goals.size() && goals.get(next).position() <= position) {
      serve(goals.get(next), goals.subList(next + 1, goals.size()));
      next++;
    }
    return next;
  }

  /**
   * Brings the net power of a goal's scope to what it asks. Goals within it that come later are
   * heeded as far as they take nothing from it: their scopes are brought to their own level first
   * and kept there while that suffices.
   */
  private void serve(Goal goal, List<Goal> later) {
    boolean nested = false;
    for (int i = later.size() - 1; i >= 0; i--) {
      nested |= later.get(i).within(goal, tree);
    }
    if (nested) {
      ledger.keep();
      for (Goal inner : deepestFirst(goal, later)) {
        approach(goal, inner);
        ledger.lock(inner);
      }
    }
    approach(goal, goal);
    if (nested) {
      ledger.restore();
      approach(goal, goal);
    }
    ledger.lock(goal);
  }

  private List<Goal> deepestFirst(Goal goal, List<Goal> later) {
    return later.stream()
        .filter(inner -> inner.within(goal, tree))
        .sorted((a, b) -> Integer.compare(b.depth(), a.depth()))
        .toList();
  }

  /** Moves a scope towards its goal's power, no further than the goal that gives needs it. */
  private void approach(Goal giver, Goal scope) {
    approachOnce(giver, scope);
    if (vehicles.anyShort) {
      // who falls short was asked for a little more than it will give: others make up for that
      approachOnce(giver, scope);
    }
  }

  private void approachOnce(Goal giver, Goal scope) {
    double own = giver.powerW() - ledger.netW(giver);
    double inner = scope.powerW() - ledger.netW(scope);
    if (own > 0 && inner > 0) {
      double need = Math.min(own, inner);
      need -= raiseCharge(giver, scope, need, Tier.WISHED);
      need -= raiseCharge(giver, scope, need, Tier.WANTED);
      if (giver.fillsUp()) {
        raiseCharge(giver, scope, need, Tier.ANY);
      }
    } else if (own < 0 && inner < 0) {
      raiseDischarge(giver, scope, Math.min(-own, -inner));
    }
  }

  /** Whom a target that asks for charging turns to first. */
  private enum Tier {
    /** As far as plan or default charging would take them anyway. */
    WISHED,
    /** Whoever is below its driver's target. */
    WANTED,
    /** Whoever can take power. */
    ANY
  }

  private double raiseCharge(Goal giver, Goal scope, double needW, Tier tier) {
    if (!(needW > 0)) {
      return 0;
    }
    Lot lot = open();
    for (int place = first(scope); place < last(scope); place++) {
      if (mayTake(place, giver.heedsDwell()) && (tier == Tier.ANY || vehicles.wants[place])) {
        double plan = plans.powerW[place];
        boolean asPlanned = tier == Tier.WISHED && !Double.isNaN(plan);
        takeForCharge(lot, place, asPlanned ? plan : Double.POSITIVE_INFINITY);
      }
    }
    return settle(charge, scope.rank(), needW, giver.reason(), "");
  }

  private void raiseDischarge(Goal giver, Goal scope, double needW) {
    Lot lot = open();
    for (int place = first(scope); place < last(scope); place++) {
      boolean early =
          giver.heedsDwell() && vehicles.dischargeDwells[place] && discharge.powerW[place] == 0;
      if (mayDeliver(place) && !early) {
        takeForDischarge(lot, place, Double.POSITIVE_INFINITY);
      }
    }
    settle(discharge, scope.rank(), needW, giver.reason(), giver.target().mandate());
  }

  private int first(Goal scope) {
    return scope.place() >= 0 ? scope.place() : tree.from[scope.rank()];
  }

  private int last(Goal scope) {
    return scope.place() >= 0 ? scope.place() + 1 : tree.to[scope.rank()];
  }

  private boolean mayTake(int place, boolean heedDwell) {
    return vehicles.chargeTopW[place] > 0
        && discharge.powerW[place] == 0
        && ledger.open(place)
        && !(heedDwell && vehicles.chargeDwells[place] && charge.powerW[place] == 0);
  }

  private boolean mayDeliver(int place) {
    return vehicles.dischargeTopW[place] > 0
        && charge.powerW[place] == 0
        && vehicles.spare[place]
        && ledger.open(place);
  }

  private Lot open() {
    raise.lot.size = 0;
    return raise.lot;
  }

  /** A wish below the minimum current is served at the minimum: the vehicle can take no less. */
  private void takeForCharge(Lot lot, int place, double wishedW) {
    double top = vehicles.chargeTopW[place];
    double most = Math.min(top, Math.max(wishedW, tree.minChargeW[place]));
    double least = Math.max(tree.minChargeW[place], Math.min(tree.minShareW[place], most));
    if (wishedW > 0) {
      double base = charge.powerW[place];
      boolean runs = vehicles.running[place] > 0;
      lot.add(place, tree.wiring[place], base, most, least, vehicles.chargeWeight[place], runs);
    }
  }

  private void takeForDischarge(Lot lot, int place, double wishedW) {
    double least = tree.minDischargeW[place];
    double most = Math.min(vehicles.dischargeTopW[place], Math.max(wishedW, least));
    double base = discharge.powerW[place];
    boolean runs = vehicles.running[place] < 0;
    lot.add(place, tree.wiring[place], base, most, least, vehicles.dischargeWeight[place], runs);
  }

  private double settle(Side side, int rank, double budgetW, Reason reason, String mandate) {
    double granted = raise.run(side, rank, budgetW);
    ledger.record(side, reason, mandate);
    return granted;
  }
}
