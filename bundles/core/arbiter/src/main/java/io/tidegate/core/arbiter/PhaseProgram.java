package io.tidegate.core.arbiter;

import java.util.Arrays;

/**
 * Where phases bind, the fair vector may serve less than fits: a single-phase vehicle that fills
 * the last phase keeps three-phase vehicles from two others. Then the largest total is found by a
 * linear program over groups (the vehicles of one wiring at one node are alike to every limit), and
 * the result is the fairest point on the way from the fair vector to that optimum that comes close
 * enough to it. Both ends fit every limit, so all between them do.
 */
final class PhaseProgram {
  /** How much of the optimum must be served before fairness counts. */
  static final double ENOUGH = 0.998;

  /** Keeps the rounding of the tableau inside the limits. */
  private static final double WITHIN = 1 - 1e-9;

  /** Rows times columns of the largest program that is worth its time. */
  private static final int MOST_CELLS = 12_000;

  private final Topology tree;
  private final TreeFill fill;
  private final Level level = new Level();
  private final int[] groupOf;
  private final int[] groupRank;
  private final int[] groupWiring;
  private final double[] groupRoomW;
  private int groups;
  private final double[] otherW;
  private final double[] topW;
  private final int[] otherCut;
  private double[][] coefficients = new double[0][];
  private double[] limits = new double[0];
  private int rowCount;

  /** Whether the lows alone keep the spread; they do unless minima were switched on. */
  private boolean lowsFit;

  PhaseProgram(Topology tree, TreeFill fill) {
    this.tree = tree;
    this.fill = fill;
    groupOf = new int[tree.places];
    groupRank = new int[tree.places];
    groupWiring = new int[tree.places];
    groupRoomW = new double[tree.places];
    otherW = new double[tree.places];
    topW = new double[tree.places];
    otherCut = new int[tree.places];
  }

  /**
   * Moves {@code fair} towards a larger total.
   *
   * @param fairTotalW what {@code fair} grants above the bases
   * @return a bound on the total that can be had, W, 0 when the lows do not fit; infinite when it
   *     is not known
   */
  double improve(
      Lot lot, Rows rows, double[] low, double[] high, double[] fair, double fairTotalW) {
    group(lot, rows, low, high);
    lowsFit = true;
    boolean small = (long) groups * (rows.end - rows.root) <= MOST_CELLS;
    if (small) {
      collectRows(lot, rows, low);
      small = (long) groups * rowCount <= MOST_CELLS;
    }
    double otherTotal = small ? optimum(lot, low, high) : threePhaseFirst(lot, rows, low, high);
    if (otherTotal < 0) {
      return 0;
    }
    boolean further = otherTotal > fairTotalW && fairTotalW < ENOUGH * otherTotal;
    if (further || (small && !lowsFit)) {
      double step = lowsFit ? (ENOUGH * otherTotal - fairTotalW) / (otherTotal - fairTotalW) : 1;
      for (int j = 0; j < lot.size; j++) {
        fair[j] += step * (otherW[j] - fair[j]);
      }
    }
    if (!small) {
      return Double.POSITIVE_INFINITY;
    }
    return lowsFit ? Math.max(otherTotal, fairTotalW) : otherTotal;
  }

  private void group(Lot lot, Rows rows, double[] low, double[] high) {
    groups = 0;
    int[] at = new int[4];
    for (int rank = rows.root; rank < rows.end; rank++) {
      Arrays.fill(at, -1);
      for (int j = rows.from[rank]; j < rows.ownTo[rank]; j++) {
        int wiring = lot.wiring[j];
        if (at[wiring] < 0) {
          at[wiring] = groups;
          groupRank[groups] = rank;
          groupWiring[groups] = wiring;
          groupRoomW[groups] = 0;
          groups++;
        }
        groupOf[j] = at[wiring];
        groupRoomW[at[wiring]] += Math.max(0, high[j] - low[j]);
      }
    }
  }

  /** Only limits that the groups could exceed together make a row. */
  private void collectRows(Lot lot, Rows rows, double[] low) {
    rowCount = 0;
    lowsFit = true;
    int most = 4 * (rows.end - rows.root) + 6;
    coefficients = new double[most][];
    limits = new double[most];
    for (int rank = rows.root; rank < rows.end; rank++) {
      double[] used = new double[4];
      for (int j = rows.from[rank]; j < rows.to[rank]; j++) {
        double rise = low[j] - lot.baseW[j];
        used[3] += rise;
        for (int phase = 0; phase < 3; phase++) {
          used[phase] += TreeFill.share(lot.wiring[j], phase) * rise;
        }
      }
      addRow(rank, 3, rows.leftW[rank] - used[3]);
      for (int phase = 0; phase < 3; phase++) {
        addRow(rank, phase, rows.phaseLeftW[3 * rank + phase] - used[phase]);
      }
    }
    addSpread(lot, rows, low);
  }

  private void addRow(int rank, int phase, double left) {
    double[] row = new double[groups];
    double most = 0;
    for (int g = 0; g < groups; g++) {
      if (groupRank[g] >= rank && groupRank[g] < tree.end[rank]) {
        row[g] = phase == 3 ? 1 : TreeFill.share(groupWiring[g], phase);
        most += row[g] * groupRoomW[g];
      }
    }
    if (most > left) {
      coefficients[rowCount] = row;
      limits[rowCount++] = Math.max(0, left);
    }
  }

  private void addSpread(Lot lot, Rows rows, double[] low) {
    if (rows.side.spreadW == Double.POSITIVE_INFINITY) {
      return;
    }
    double[] single = rows.side.singleW.clone();
    for (int j = 0; j < lot.size; j++) {
      if (lot.wiring[j] != Topology.THREE_PHASE) {
        single[lot.wiring[j]] += low[j] - lot.baseW[j];
      }
    }
    for (int more = 0; more < 3; more++) {
      for (int less = 0; less < 3; less++) {
        if (more != less) {
          double[] row = new double[groups];
          for (int g = 0; g < groups; g++) {
            row[g] = groupWiring[g] == more ? 1 : groupWiring[g] == less ? -1 : 0;
          }
          coefficients[rowCount] = row;
          limits[rowCount] = rows.side.spreadW - single[more] + single[less];
          lowsFit &= limits[rowCount] >= 0;
          rowCount++;
        }
      }
    }
  }

  /** Leaves the best powers in {@link #otherW}; −1 when nothing fits. */
  private double optimum(Lot lot, double[] low, double[] high) {
    double[] grants =
        new Simplex(
                Arrays.copyOf(coefficients, rowCount),
                Arrays.copyOf(limits, rowCount),
                Arrays.copyOf(groupRoomW, groups))
            .solve();
    if (grants.length < groups) {
      return -1;
    }
    for (int g = 0; g < groups; g++) {
      level.reset(lot.size);
      for (int j = 0; j < lot.size; j++) {
        if (groupOf[j] == g) {
          level.add(1, lot.weight[j], lot.inverse[j], low[j], high[j]);
        }
      }
      double t = level.solve(grants[g]);
      for (int j = 0; j < lot.size; j++) {
        if (groupOf[j] == g) {
          double reached = Math.min(Math.max(low[j], high[j]), Math.max(low[j], lot.weight[j] * t));
          otherW[j] = low[j] + WITHIN * (reached - low[j]);
        }
      }
    }
    return TreeFill.total(lot, otherW);
  }

  /** For large sites: three-phase vehicles first, which use what they load best. */
  private double threePhaseFirst(Lot lot, Rows rows, double[] low, double[] high) {
    for (int j = 0; j < lot.size; j++) {
      topW[j] = lot.wiring[j] == Topology.THREE_PHASE ? high[j] : low[j];
    }
    fill.fill(lot, rows, low, topW, otherW, otherCut, 1);
    System.arraycopy(otherW, 0, topW, 0, lot.size);
    return fill.fill(lot, rows, topW, high, otherW, otherCut, 1);
  }
}
