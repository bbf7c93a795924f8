package io.tidegate.core.safety;

import java.util.Arrays;

/** Loads of all nodes and phases in one direction against their capacities, W ≥ 0. */
final class Tree {
  /** Sums in another order may differ by this, W. */
  static final double ROUNDING_W = 1e-3;

  private final Topology site;
  private final double[] capW;
  private final double[] phaseCapW;
  private final double[] singleCapW;
  private final boolean phased;
  private final boolean spread;
  private double[] loadW;
  private double[] phaseLoadW;
  private final double[] singleLoadW = new double[3];

  Tree(Topology site, Layer.Caps caps) {
    this.site = site;
    capW = caps.capW();
    phaseCapW = caps.phaseCapW();
    singleCapW = caps.singleCapW();
    phased = site.phased;
    spread = anyFinite(singleCapW);
    loadW = new double[site.nodes];
    phaseLoadW = new double[3 * site.nodes];
  }

  private static boolean anyFinite(double[] values) {
    for (double value : values) {
      if (value < Double.POSITIVE_INFINITY) {
        return true;
      }
    }
    return false;
  }

  /** Takes the loads of these powers. */
  void set(double[] evseW) {
    loadW = site.sumsBelow(evseW);
    if (phased) {
      phaseLoadW = site.phaseSumsBelow(evseW);
    }
    Arrays.fill(singleLoadW, 0);
    for (int i = 0; i < site.evses && spread; i++) {
      if (site.wiring[i] != Topology.THREE_PHASE) {
        singleLoadW[site.wiring[i]] += evseW[i];
      }
    }
  }

  void add(int i, double powerW) {
    int wiring = site.wiring[i];
    boolean three = wiring == Topology.THREE_PHASE;
    for (int n = site.node[i]; n >= 0; n = site.parent[n]) {
      loadW[n] += powerW;
      for (int p = 0; p < 3; p++) {
        phaseLoadW[3 * n + p] += three ? powerW / 3 : p == wiring ? powerW : 0;
      }
    }
    if (!three) {
      singleLoadW[wiring] += powerW;
    }
  }

  /** Room for one EVSE more, W; negative where there is too much already. */
  double roomW(int i) {
    int wiring = site.wiring[i];
    boolean three = wiring == Topology.THREE_PHASE;
    double room = Double.POSITIVE_INFINITY;
    for (int n = site.node[i]; n >= 0; n = site.parent[n]) {
      room = Math.min(room, capW[n] - loadW[n]);
      for (int p = 0; p < 3 && phased; p++) {
        if (three || p == wiring) {
          double left = phaseCapW[3 * n + p] - phaseLoadW[3 * n + p];
          room = Math.min(room, three ? 3 * left : left);
        }
      }
    }
    return three ? room : Math.min(room, singleCapW[wiring] - singleLoadW[wiring]);
  }

  boolean fits() {
    for (int n = 0; n < site.nodes; n++) {
      if (!(loadW[n] <= capW[n] + ROUNDING_W)) {
        return false;
      }
    }
    for (int k = 0; k < phaseCapW.length && phased; k++) {
      if (!(phaseLoadW[k] <= phaseCapW[k] + ROUNDING_W)) {
        return false;
      }
    }
    for (int p = 0; p < 3; p++) {
      if (!(singleLoadW[p] <= Math.max(0, singleCapW[p]) + ROUNDING_W)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the node itself, one of its phases, or at the root their difference, is overloaded. */
  boolean over(int n) {
    boolean over = Fit.exceeds(loadW[n], capW[n]);
    for (int p = 0; p < 3; p++) {
      over |= phased && Fit.exceeds(phaseLoadW[3 * n + p], phaseCapW[3 * n + p]);
      over |= n == 0 && Fit.exceeds(singleLoadW[p], singleCapW[p]);
    }
    return over;
  }

  /**
   * Scales additional powers down until they fit beside the loads, from the leaves to the root, in
   * proportion below each node; then each phase, then the difference of phases.
   *
   * @param cutAt is told where a power was cut
   * @return whether anything was cut
   */
  boolean scale(double[] moreW, int[] cutAt) {
    boolean cut = scaleTotals(moreW, cutAt);
    if (phased) {
      cut |= scalePhases(moreW, cutAt);
    }
    if (spread) {
      cut |= scaleSingles(moreW, cutAt);
    }
    return cut;
  }

  private boolean scaleTotals(double[] moreW, int[] cutAt) {
    double[] sum = new double[site.nodes];
    for (int i = 0; i < site.evses; i++) {
      sum[site.node[i]] += moreW[i];
    }
    double[] factor = new double[site.nodes];
    boolean cut = false;
    for (int n = site.nodes - 1; n >= 0; n--) {
      factor[n] = factor(sum[n], capW[n] - loadW[n]);
      cut |= factor[n] < 1;
      if (site.parent[n] >= 0) {
        sum[site.parent[n]] += sum[n] * factor[n];
      }
    }
    if (!cut) {
      return false;
    }
    int[] where = new int[site.nodes];
    descend(factor, where);
    for (int i = 0; i < site.evses; i++) {
      int n = site.node[i];
      if (factor[n] < 1 && moreW[i] > 0) {
        moreW[i] *= factor[n];
        cutAt[i] = where[n];
      }
    }
    return true;
  }

  /**
   * Multiplies the factors down the tree; a node inherits the place of the hardest cut above it.
   */
  private void descend(double[] factor, int[] where) {
    double[] hardest = factor.clone();
    for (int n = 0; n < site.nodes; n++) {
      int up = site.parent[n];
      where[n] = n;
      if (up >= 0) {
        factor[n] *= factor[up];
        if (hardest[up] < hardest[n]) {
          hardest[n] = hardest[up];
          where[n] = where[up];
        }
      }
    }
  }

  private boolean scalePhases(double[] moreW, int[] cutAt) {
    double[] sum = new double[3 * site.nodes];
    for (int i = 0; i < site.evses; i++) {
      for (int p = 0; p < 3; p++) {
        sum[3 * site.node[i] + p] += onPhase(i, p, moreW[i]);
      }
    }
    double[] factor = new double[3 * site.nodes];
    boolean cut = false;
    for (int k = factor.length - 1; k >= 0; k--) {
      factor[k] = factor(sum[k], phaseCapW[k] - phaseLoadW[k]);
      cut |= factor[k] < 1;
      int up = site.parent[k / 3];
      if (up >= 0) {
        sum[3 * up + k % 3] += sum[k] * factor[k];
      }
    }
    if (!cut) {
      return false;
    }
    for (int i = 0; i < site.evses; i++) {
      scaleToPhases(i, factor, moreW, cutAt);
    }
    return true;
  }

  private void scaleToPhases(int i, double[] factor, double[] moreW, int[] cutAt) {
    double least = 1;
    int where = 0;
    for (int p = 0; p < 3; p++) {
      if (site.wiring[i] != Topology.THREE_PHASE && site.wiring[i] != p) {
        continue;
      }
      double along = 1;
      int hardest = 0;
      double lowest = 1;
      for (int n = site.node[i]; n >= 0; n = site.parent[n]) {
        double f = factor[3 * n + p];
        along *= f;
        hardest = f < lowest ? n : hardest;
        lowest = Math.min(lowest, f);
      }
      where = along < least ? hardest : where;
      least = Math.min(least, along);
    }
    if (least < 1 && moreW[i] > 0) {
      moreW[i] *= least;
      cutAt[i] = Fit.PHASE + where;
    }
  }

  private double onPhase(int i, int phase, double powerW) {
    int wiring = site.wiring[i];
    return wiring == Topology.THREE_PHASE ? powerW / 3 : wiring == phase ? powerW : 0;
  }

  private boolean scaleSingles(double[] moreW, int[] cutAt) {
    double[] sum = new double[3];
    for (int i = 0; i < site.evses; i++) {
      if (site.wiring[i] != Topology.THREE_PHASE) {
        sum[site.wiring[i]] += moreW[i];
      }
    }
    boolean cut = false;
    for (int i = 0; i < site.evses; i++) {
      int p = site.wiring[i];
      if (p == Topology.THREE_PHASE || !(moreW[i] > 0)) {
        continue;
      }
      double factor = factor(sum[p], singleCapW[p] - singleLoadW[p]);
      if (factor < 1) {
        moreW[i] *= factor;
        cutAt[i] = Fit.SPREAD;
        cut = true;
      }
    }
    return cut;
  }

  /** Part of a sum that fits into the room; all when there is nothing to fit. */
  private static double factor(double sum, double room) {
    return sum > room + ROUNDING_W && sum > 0 ? Math.max(0, room / sum) : 1;
  }
}
