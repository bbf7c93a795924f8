package io.tidegate.core.safety;

import io.tidegate.api.control.Reason;
import io.tidegate.api.control.ReasonCode;
import io.tidegate.api.site.GridConnection;
import io.tidegate.api.site.Node;

/**
 * What the EVSEs below each node may together take, and deliver. A rule after the other: rating or
 * contract, commanded limits, other load at the node, heat, EVSEs that do not obey. Towards
 * charging nothing that is generated or delivered counts, towards discharging only load that is
 * measured.
 */
final class NodeLimits {
  final double[] chargeW;
  final double[] dischargeW;
  final Reason[] chargeReason;
  final Reason[] dischargeReason;
  final double[] phaseChargeW;
  final double[] phaseDischargeW;

  private final Topology site;
  private final OtherLoad base;
  private final CommandLimits commands;
  private final Excess excess;

  NodeLimits(Topology site, OtherLoad base, CommandLimits commands, Excess excess) {
    this.site = site;
    this.base = base;
    this.commands = commands;
    this.excess = excess;
    chargeW = new double[site.nodes];
    dischargeW = new double[site.nodes];
    chargeReason = new Reason[site.nodes];
    dischargeReason = new Reason[site.nodes];
    phaseChargeW = new double[3 * site.nodes];
    phaseDischargeW = new double[3 * site.nodes];
  }

  /**
   * @param usable part of the headroom that heat leaves, 0–1
   * @param heat what to call it when not all is usable
   */
  void limit(int n, double usable, ReasonCode heat) {
    Node node = site.model.nodes().get(n);
    chargeW[n] = amount(charge(n, node, usable, heat) - excess.chargeW[n]);
    dischargeW[n] = amount(discharge(n, node, usable, heat) - excess.dischargeW[n]);
    for (int p = 0; p < 3; p++) {
      phase(n, p, node, usable);
    }
  }

  private double charge(int n, Node node, double usable, ReasonCode heat) {
    GridConnection grid = site.model.grid();
    boolean contract = n == 0 && !(grid.importCapW() >= node.ratingW());
    double limit = contract ? grid.importCapW() : node.ratingW();
    ReasonCode code = contract ? ReasonCode.GRID_IMPORT_CAP : ReasonCode.NODE_RATING;
    String subject = node.id();
    if (commands.importBy[n] != null && !(commands.importW[n] >= limit)) {
      limit = commands.importW[n];
      code = ReasonCode.COMMAND_LIMIT;
      subject = commands.importBy[n];
    }
    double shares = site.sharesBelowW[n];
    boolean silent = node.metered() && !base.fresh(n);
    double cap = limit - (base.fresh(n) ? Math.max(0, base.chargeW(n, 0)) : node.designLoadW());
    if (silent && !(cap < shares)) {
      cap = shares;
      code = ReasonCode.STALE_MEASUREMENT;
      subject = node.meter();
    }
    if (usable < 1 && !(cap <= shares)) {
      cap = throttled(cap, shares, usable);
      code = heat;
      subject = node.id();
    }
    chargeReason[n] = new Reason(code, subject, amount(cap));
    return cap;
  }

  private double discharge(int n, Node node, double usable, ReasonCode heat) {
    GridConnection grid = site.model.grid();
    boolean contract = n == 0 && !(grid.exportCapW() >= node.ratingW());
    double limit = contract ? grid.exportCapW() : node.ratingW();
    ReasonCode code = contract ? ReasonCode.GRID_EXPORT_CAP : ReasonCode.NODE_RATING;
    String subject = node.id();
    if (commands.exportBy[n] != null && !(commands.exportW[n] >= limit)) {
      limit = commands.exportW[n];
      code = ReasonCode.COMMAND_LIMIT;
      subject = commands.exportBy[n];
    }
    double cap = limit + (base.fresh(n) ? base.dischargeW(n, 0) : 0);
    if (node.metered() && !base.fresh(n)) {
      cap = 0;
      code = ReasonCode.STALE_MEASUREMENT;
      subject = node.meter();
    }
    if (usable < 1 && cap > 0) {
      cap = throttled(cap, 0, usable);
      code = heat;
      subject = node.id();
    }
    dischargeReason[n] = new Reason(code, subject, 0 - amount(cap));
    return cap;
  }

  private void phase(int n, int p, Node node, double usable) {
    GridConnection grid = site.model.grid();
    double rating = node.phaseRatingW();
    double in = n == 0 ? least(rating, grid.importCapPhaseW()) : rating;
    double out = n == 0 ? least(rating, grid.exportCapPhaseW()) : rating;
    boolean fresh = base.fresh(n);
    boolean silent = node.metered() && !fresh;
    double shares = site.phaseSharesBelowW[3 * n + p];
    double load = fresh ? Math.max(0, base.chargeW(n, p + 1)) : node.designLoadW() / 3;
    double charge = in - load;
    if (silent || usable < 1) {
      charge = charge > shares ? throttled(charge, shares, silent ? 0 : usable) : charge;
    }
    double discharge = silent ? 0 : out + (fresh ? base.dischargeW(n, p + 1) : 0);
    int at = 3 * n + p;
    phaseChargeW[at] = amount(charge - excess.phaseChargeW[at]);
    phaseDischargeW[at] = amount(throttled(discharge, 0, usable) - excess.phaseDischargeW[at]);
  }

  /** Shrinks what is above the floor; an infinite capacity to the floor or not at all. */
  private static double throttled(double capW, double floorW, double usable) {
    if (capW == Double.POSITIVE_INFINITY) {
      return usable > 0 ? capW : floorW;
    }
    return floorW + (capW - floorW) * usable;
  }

  private static double least(double a, double b) {
    return a <= b ? a : b;
  }

  private static double amount(double value) {
    return value > 0 ? value : 0;
  }
}
