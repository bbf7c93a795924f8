package io.tidegate.core.arbiter;

import io.tidegate.api.control.Bounds;
import io.tidegate.api.control.Reason;
import io.tidegate.api.control.ReasonCode;
import java.util.Arrays;

/**
 * One direction of power, charging or discharging, in magnitudes ≥ 0: the capacities of the tree,
 * what is granted so far, and who drew each limit. Indexed by place and by node rank; reused from
 * one call to the next.
 */
final class Side {
  private static final double SPREAD_MARGIN_W = 0.01;

  final boolean charging;
  final Topology tree;

  /** Granted so far, by place, W. */
  final double[] powerW;

  /** Capacity by rank, W, and what is granted below the node. */
  final double[] capW;

  final double[] loadW;

  /** Capacity and load by {@code 3 * rank + phase}, W. */
  final double[] phaseCapW;

  final double[] phaseLoadW;

  /** Single-phase power by phase, W: a three-phase EVSE loads all alike and leaves the spread. */
  final double[] singleW = new double[3];

  /** Whether any phase has a finite capacity. */
  boolean phased;

  /** Highest difference between two phases, W. */
  double spreadW;

  /** Who tightened a node's capacity after the envelope: a target, by rank; null: nobody. */
  final Reason[] lock;

  private Bounds bounds;
  private final Reason[] limitReason;
  private final Reason[] phaseReason;
  private Reason spreadReason;

  Side(Topology tree, boolean charging) {
    this.tree = tree;
    this.charging = charging;
    powerW = new double[tree.places];
    capW = new double[tree.nodes];
    loadW = new double[tree.nodes];
    phaseCapW = new double[3 * tree.nodes];
    phaseLoadW = new double[3 * tree.nodes];
    lock = new Reason[tree.nodes];
    limitReason = new Reason[tree.nodes];
    phaseReason = new Reason[tree.nodes];
  }

  /**
   * Forgets the last call and takes the capacities of this one.
   *
   * @param reservedW by place: what EVSEs that cannot be reached may draw by themselves, W
   */
  void open(Bounds newBounds, double[] reservedW) {
    bounds = newBounds;
    Arrays.fill(powerW, 0);
    Arrays.fill(loadW, 0);
    Arrays.fill(phaseLoadW, 0);
    Arrays.fill(singleW, 0);
    Arrays.fill(lock, null);
    Arrays.fill(limitReason, null);
    Arrays.fill(phaseReason, null);
    spreadReason = null;
    phased = false;
    for (int rank = 0; rank < tree.nodes; rank++) {
      int node = tree.nodeAt[rank];
      capW[rank] = Topology.amount(charging ? bounds.chargeCapW(node) : bounds.dischargeCapW(node));
      for (int phase = 0; phase < 3; phase++) {
        double cap =
            charging ? bounds.phaseChargeCapW(node, phase) : bounds.phaseDischargeCapW(node, phase);
        phaseCapW[3 * rank + phase] = Topology.amount(cap);
        phased |= cap < Double.POSITIVE_INFINITY;
      }
    }
    double spread = tree.model.grid().maxImbalanceW();
    // powers are rounded down, which may lessen the lowest phase more than the highest
    spreadW = spread >= 0 ? Math.max(0, spread - SPREAD_MARGIN_W) : Double.POSITIVE_INFINITY;
    reserve(reservedW);
  }

  /** What may flow uncontrolled lessens the capacities; it is no power that anyone was granted. */
  private void reserve(double[] reservedW) {
    boolean any = false;
    for (int place = 0; place < tree.places; place++) {
      if (reservedW[place] > 0) {
        load(place, reservedW[place]);
        any = true;
      }
    }
    if (any) {
      for (int rank = 0; rank < tree.nodes; rank++) {
        capW[rank] = leftW(rank);
      }
      for (int i = 0; i < phaseCapW.length; i++) {
        phaseCapW[i] = Math.max(0, phaseCapW[i] - phaseLoadW[i]);
      }
      Arrays.fill(loadW, 0);
      Arrays.fill(phaseLoadW, 0);
    }
  }

  /** What is left below the node itself, W, its ancestors left aside. */
  double leftW(int rank) {
    return Math.max(0, capW[rank] - loadW[rank]);
  }

  double phaseLeftW(int rank, int phase) {
    return Math.max(0, phaseCapW[3 * rank + phase] - phaseLoadW[3 * rank + phase]);
  }

  /** Sets the power of the EVSE at a place and carries the change up the tree. */
  void grant(int place, double newPowerW) {
    double change = newPowerW - powerW[place];
    powerW[place] = newPowerW;
    load(place, change);
  }

  private void load(int place, double changeW) {
    int wiring = tree.wiring[place];
    if (wiring != Topology.THREE_PHASE) {
      singleW[wiring] += changeW;
    }
    double thirdW = changeW / 3;
    for (int rank = tree.rankAt[place]; rank >= 0; rank = tree.parent[rank]) {
      loadW[rank] += changeW;
      if (!phased) {
        continue;
      }
      if (wiring == Topology.THREE_PHASE) {
        phaseLoadW[3 * rank] += thirdW;
        phaseLoadW[3 * rank + 1] += thirdW;
        phaseLoadW[3 * rank + 2] += thirdW;
      } else {
        phaseLoadW[3 * rank + wiring] += changeW;
      }
    }
  }

  /** Why the node's capacity is what it is. */
  Reason limitReason(int rank) {
    if (lock[rank] != null) {
      return lock[rank];
    }
    if (limitReason[rank] == null) {
      int node = tree.nodeAt[rank];
      Reason given = charging ? bounds.chargeReason(node) : bounds.dischargeReason(node);
      limitReason[rank] =
          new Reason(
              given == null ? ReasonCode.NODE_RATING : given.code(),
              tree.model.nodes().get(node).id(),
              charging ? bounds.chargeCapW(node) : bounds.dischargeCapW(node));
    }
    return limitReason[rank];
  }

  /** Why nothing more fits on a phase below the node. */
  Reason phaseReason(int rank) {
    if (phaseReason[rank] == null) {
      double least =
          Math.min(phaseCapW[3 * rank], Math.min(phaseCapW[3 * rank + 1], phaseCapW[3 * rank + 2]));
      String id = tree.model.nodes().get(tree.nodeAt[rank]).id();
      phaseReason[rank] = new Reason(ReasonCode.PHASE_RATING, id, least);
    }
    return phaseReason[rank];
  }

  /** The spread between phases at the grid connection. */
  Reason spreadReason() {
    if (spreadReason == null) {
      String id = tree.model.nodes().get(0).id();
      spreadReason = new Reason(ReasonCode.PHASE_IMBALANCE, id, spreadW);
    }
    return spreadReason;
  }
}
