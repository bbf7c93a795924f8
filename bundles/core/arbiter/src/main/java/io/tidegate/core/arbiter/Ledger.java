package io.tidegate.core.arbiter;

import io.tidegate.api.control.Allocation;
import io.tidegate.api.control.Bounds;
import io.tidegate.api.control.Reason;
import io.tidegate.api.control.ReasonCode;
import io.tidegate.api.control.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What was given for whom and what cut whom, in the course of one allocation; locks the scopes of
 * goals that were served, and writes the result down at the end.
 */
final class Ledger {
  /** A target counts as met within this much, W. */
  private static final double TOLERANCE_W = 1;

  private final Topology tree;
  private final Vehicles vehicles;
  private final Plans plans;
  private final Side charge;
  private final Side discharge;
  private final Raise raise;

  private final Reason[] givenFor;
  private final String[] mandate;
  private final int[] cut;
  private final boolean[] cutWhileCharging;
  private final Reason[] placeLock;

  // capacities and locks as they were before a goal's inner goals were heeded
  private final double[] keptChargeW;
  private final double[] keptDischargeW;
  private final Reason[] keptChargeLock;
  private final Reason[] keptDischargeLock;
  private final Reason[] keptPlaceLock;

  Ledger(Topology tree, Vehicles vehicles, Plans plans, Side charge, Side discharge, Raise raise) {
    this.tree = tree;
    this.vehicles = vehicles;
    this.plans = plans;
    this.charge = charge;
    this.discharge = discharge;
    this.raise = raise;
    givenFor = new Reason[tree.places];
    mandate = new String[tree.places];
    cut = new int[tree.places];
    cutWhileCharging = new boolean[tree.places];
    placeLock = new Reason[tree.places];
    keptChargeW = new double[tree.nodes];
    keptDischargeW = new double[tree.nodes];
    keptChargeLock = new Reason[tree.nodes];
    keptDischargeLock = new Reason[tree.nodes];
    keptPlaceLock = new Reason[tree.places];
  }

  void clear() {
    Arrays.fill(givenFor, null);
    Arrays.fill(mandate, "");
    Arrays.fill(cut, Lot.UNCUT);
    Arrays.fill(placeLock, null);
  }

  /** Whether no target has settled this EVSE yet. */
  boolean open(int place) {
    return placeLock[place] == null;
  }

  /** What the scope will take in all, W: who falls short counts with what it has shown. */
  double netW(Goal scope) {
    if (scope.place() >= 0) {
      return netW(scope.place());
    }
    if (!vehicles.anyShort) {
      return charge.loadW[scope.rank()] - discharge.loadW[scope.rank()];
    }
    double sum = 0;
    for (int place = tree.from[scope.rank()]; place < tree.to[scope.rank()]; place++) {
      sum += netW(place);
    }
    return sum;
  }

  private double netW(int place) {
    double shown = vehicles.shownW[place];
    return Math.min(charge.powerW[place], shown) - Math.min(discharge.powerW[place], shown);
  }

  /** After a goal was served, nobody who comes later may move its scope away from it. */
  void lock(Goal goal) {
    if (goal.place() >= 0) {
      if (placeLock[goal.place()] == null) {
        placeLock[goal.place()] = goal.reason();
      }
      return;
    }
    tighten(charge, goal, goal.powerW());
    tighten(discharge, goal, -goal.powerW());
  }

  private static void tighten(Side side, Goal goal, double powerW) {
    int rank = goal.rank();
    double most = Math.max(side.loadW[rank], powerW);
    if (most < side.capW[rank]) {
      side.capW[rank] = most;
      side.lock[rank] = goal.reason();
    }
  }

  void keep() {
    System.arraycopy(charge.capW, 0, keptChargeW, 0, tree.nodes);
    System.arraycopy(discharge.capW, 0, keptDischargeW, 0, tree.nodes);
    System.arraycopy(charge.lock, 0, keptChargeLock, 0, tree.nodes);
    System.arraycopy(discharge.lock, 0, keptDischargeLock, 0, tree.nodes);
    System.arraycopy(placeLock, 0, keptPlaceLock, 0, tree.places);
  }

  void restore() {
    System.arraycopy(keptChargeW, 0, charge.capW, 0, tree.nodes);
    System.arraycopy(keptDischargeW, 0, discharge.capW, 0, tree.nodes);
    System.arraycopy(keptChargeLock, 0, charge.lock, 0, tree.nodes);
    System.arraycopy(keptDischargeLock, 0, discharge.lock, 0, tree.nodes);
    System.arraycopy(keptPlaceLock, 0, placeLock, 0, tree.places);
  }

  /** Takes over what the last raise has given and whom it has cut. */
  void record(Side side, Reason reason, String mandateId) {
    Lot lot = raise.lot;
    for (int j = 0; j < lot.size; j++) {
      int place = lot.place[j];
      double power = lot.resultW[j];
      boolean fellShort = power < lot.topW[j] * (1 - 1e-9);
      cut[place] = fellShort && !raise.byBudget(lot.cut[j]) ? lot.cut[j] : Lot.UNCUT;
      cutWhileCharging[place] = side.charging;
      if (power > lot.baseW[j] && lot.baseW[j] == 0) {
        givenFor[place] = reason;
        mandate[place] = side.charging ? "" : mandateId;
      }
    }
  }

  Allocation result(Bounds bounds, Goals goals) {
    double[] powerW = new double[tree.places];
    String[] mandates = new String[tree.places];
    Reason[] reasons = new Reason[tree.places];
    for (int place = 0; place < tree.places; place++) {
      int evse = tree.evseAt[place];
      double power = charge.powerW[place];
      powerW[evse] = power > 0 ? power : 0 - discharge.powerW[place];
      mandates[evse] = mandate[place];
      reasons[evse] = explain(place, bounds);
    }
    return new Allocation(powerW, mandates, reasons, shortfalls(goals));
  }

  private List<Allocation.Shortfall> shortfalls(Goals goals) {
    List<Allocation.Shortfall> result = new ArrayList<>();
    for (Goal goal : goals.ordered()) {
      double given = netW(goal);
      double off = Math.abs(goal.powerW() - given);
      if (off > Math.max(TOLERANCE_W, 1e-6 * Math.abs(goal.powerW()))) {
        result.add(new Allocation.Shortfall(goal.target().id(), goal.powerW(), given));
      }
    }
    for (Target target : goals.refused()) {
      result.add(new Allocation.Shortfall(target.id(), target.powerW(), 0));
    }
    return result;
  }

  private Reason explain(int place, Bounds bounds) {
    boolean runs = charge.powerW[place] > 0 || discharge.powerW[place] > 0;
    if (cut[place] != Lot.UNCUT) {
      return limit(place, cutWhileCharging[place] ? charge : discharge);
    }
    if (!runs) {
      return idle(place, bounds);
    }
    boolean charging = charge.powerW[place] > 0;
    double top = charging ? vehicles.chargeTopW[place] : vehicles.dischargeTopW[place];
    double power = charging ? charge.powerW[place] : discharge.powerW[place];
    ReasonCode stop = charging ? vehicles.chargeStop[place] : vehicles.dischargeStop[place];
    return stop != null && power >= top ? new Reason(stop, "", top) : givenFor[place];
  }

  private Reason limit(int place, Side side) {
    int row = cut[place];
    if (raise.bySpread(row)) {
      return side.spreadReason();
    }
    return row < tree.nodes ? side.limitReason(row) : side.phaseReason(row - tree.nodes);
  }

  private Reason idle(int place, Bounds bounds) {
    int evse = tree.evseAt[place];
    double top = vehicles.chargeTopW[place];
    if (placeLock[place] != null) {
      return placeLock[place];
    }
    if (top <= 0) {
      Reason bound = bounds.maxReason(evse);
      return bound == null ? IDLE : bound;
    }
    if (top < tree.minChargeW[place]) {
      return new Reason(ReasonCode.MIN_CURRENT, "", tree.minChargeW[place]);
    }
    if (!vehicles.wants[place]) {
      return FULL;
    }
    return Double.isNaN(plans.powerW[place]) || vehicles.chargeDwells[place] ? DWELL : PLAN;
  }

  private static final Reason FULL = Reason.of(ReasonCode.SOC_FULL);
  private static final Reason IDLE = Reason.of(ReasonCode.NO_SESSION);
  private static final Reason DWELL = Reason.of(ReasonCode.DWELL);
  private static final Reason PLAN = Reason.of(ReasonCode.PLAN);
}
