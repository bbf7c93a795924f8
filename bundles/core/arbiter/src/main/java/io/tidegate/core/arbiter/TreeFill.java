package io.tidegate.core.arbiter;

import java.util.Arrays;

/**
 * Water filling on the tree. Every vehicle rises with its weight until a limit above it is full:
 * nodes are visited from the leaves to the root, and where the vehicles below would exceed a limit,
 * the level at which they just fill it becomes their top. Where only totals bind, the limits are a
 * laminar family and one visit gives the weighted max-min fair vector, whose sum is the largest
 * there is (bundle README). Phases couple the families; the visit is then repeated from what it has
 * reached, so that nobody is left short of room that is still there.
 */
final class TreeFill {
  private static final int MOST_VISITS = 3;
  private static final double ROUNDING = 1e-12;
  private static final double WORTH_A_VISIT = 1e-3;

  private final Topology tree;
  private final Level level = new Level();
  private final double[] sumW;
  private final double[] phaseSumW;
  private final double[] floorW;

  /** Whether phases or their spread cut anybody in the last fill. */
  private boolean coupled;

  TreeFill(Topology tree) {
    this.tree = tree;
    sumW = new double[tree.nodes];
    phaseSumW = new double[3 * tree.nodes];
    floorW = new double[tree.places];
  }

  boolean coupled() {
    return coupled;
  }

  long steps() {
    return level.steps();
  }

  /**
   * Writes the powers to {@code out} and the limit that cut each vehicle to {@code cut}.
   *
   * @param low power of each participant that is not questioned, W; the lows fit every row
   * @param high most that each may have, W
   * @return sum of what is above the participants' bases, W
   */
  double fill(Lot lot, Rows rows, double[] low, double[] high, double[] out, int[] cut) {
    return fill(lot, rows, low, high, out, cut, MOST_VISITS);
  }

  double fill(
      Lot lot, Rows rows, double[] low, double[] high, double[] out, int[] cut, int visits) {
    coupled = false;
    Arrays.fill(cut, 0, lot.size, Lot.UNCUT);
    System.arraycopy(high, 0, out, 0, lot.size);
    visit(lot, rows, low, out, cut);
    double total = total(lot, out);
    for (int again = 1; coupled && again < visits; again++) {
      System.arraycopy(out, 0, floorW, 0, lot.size);
      Arrays.fill(cut, 0, lot.size, Lot.UNCUT);
      System.arraycopy(high, 0, out, 0, lot.size);
      visit(lot, rows, floorW, out, cut);
      double more = total(lot, out);
      if (more <= total * (1 + WORTH_A_VISIT)) {
        break;
      }
      total = more;
    }
    return total;
  }

  static double total(Lot lot, double[] powerW) {
    double sum = 0;
    for (int j = 0; j < lot.size; j++) {
      sum += powerW[j] - lot.baseW[j];
    }
    return sum;
  }

  /**
   * What no fill can exceed, W: each node lets through what fits and what its children bring. Exact
   * where only totals bind.
   */
  double bound(Lot lot, Rows rows, double[] high) {
    Arrays.fill(sumW, rows.root, rows.end, 0);
    for (int rank = rows.end - 1; rank >= rows.root; rank--) {
      double sum = sumW[rank];
      for (int j = rows.from[rank]; j < rows.ownTo[rank]; j++) {
        sum += high[j] - lot.baseW[j];
      }
      int first = 3 * rank;
      double phases = rows.phaseLeftW[first] + rows.phaseLeftW[first + 1];
      phases += rows.phaseLeftW[first + 2];
      sumW[rank] = Math.min(sum, Math.min(rows.leftW[rank], phases));
      if (rank > rows.root) {
        sumW[tree.parent[rank]] += sumW[rank];
      }
    }
    return sumW[rows.root];
  }

  private void visit(Lot lot, Rows rows, double[] low, double[] top, int[] cut) {
    Arrays.fill(sumW, rows.root, rows.end, 0);
    if (rows.phased) {
      Arrays.fill(phaseSumW, 3 * rows.root, 3 * rows.end, 0);
    }
    for (int rank = rows.end - 1; rank >= rows.root; rank--) {
      addUp(lot, rows, rank, rows.from[rank], rows.ownTo[rank], top);
      if (exceeds(sumW[rank], rows.leftW[rank])) {
        truncate(lot, rows, rank, Topology.THREE_PHASE + 1, low, top, cut);
      }
      if (rows.phased) {
        for (int phase = 0; phase < 3; phase++) {
          if (exceeds(phaseSumW[3 * rank + phase], rows.phaseLeftW[3 * rank + phase])) {
            truncate(lot, rows, rank, phase, low, top, cut);
          }
        }
      }
      if (rank > rows.root) {
        int parent = tree.parent[rank];
        sumW[parent] += sumW[rank];
        if (rows.phased) {
          phaseSumW[3 * parent] += phaseSumW[3 * rank];
          phaseSumW[3 * parent + 1] += phaseSumW[3 * rank + 1];
          phaseSumW[3 * parent + 2] += phaseSumW[3 * rank + 2];
        }
      }
    }
    if (rows.side.spreadW < Double.POSITIVE_INFINITY) {
      levelSpread(lot, rows, low, top, cut);
    }
  }

  private static boolean exceeds(double sumW, double leftW) {
    return sumW > leftW + ROUNDING * Math.max(1, leftW);
  }

  private void addUp(Lot lot, Rows rows, int rank, int begin, int until, double[] top) {
    double sum = 0;
    if (!rows.phased) {
      for (int j = begin; j < until; j++) {
        sum += top[j] - lot.baseW[j];
      }
      sumW[rank] += sum;
      return;
    }
    for (int j = begin; j < until; j++) {
      double rise = top[j] - lot.baseW[j];
      sum += rise;
      if (lot.wiring[j] == Topology.THREE_PHASE) {
        double third = rise / 3;
        phaseSumW[3 * rank] += third;
        phaseSumW[3 * rank + 1] += third;
        phaseSumW[3 * rank + 2] += third;
      } else {
        phaseSumW[3 * rank + lot.wiring[j]] += rise;
      }
    }
    sumW[rank] += sum;
  }

  /**
   * Lowers the tops below a node to the level that fills one of its limits, and its sums with them.
   *
   * @param phase 0 to 2, or more for the node's total
   */
  private void truncate(
      Lot lot, Rows rows, int rank, int phase, double[] low, double[] top, int[] cut) {
    boolean total = phase > Topology.THREE_PHASE;
    int begin = rows.from[rank];
    int until = rows.to[rank];
    double left = total ? rows.leftW[rank] : rows.phaseLeftW[3 * rank + phase];
    boolean mixed = false;
    level.reset(until - begin);
    for (int j = begin; j < until; j++) {
      double share = total ? 1 : share(lot.wiring[j], phase);
      mixed |= share != 1.0 / 3;
      if (share > 0) {
        left -= share * (low[j] - lot.baseW[j]);
        level.add(share, lot.weight[j], lot.inverse[j], low[j], top[j]);
      }
    }
    coupled |= !total && mixed;
    double t = level.solve(left);
    int name = total ? rows.totalName(rank) : rows.phaseName(rank, phase);
    for (int j = begin; j < until; j++) {
      if (total || share(lot.wiring[j], phase) > 0) {
        lower(lot, j, t, low, top, cut, name);
      }
    }
    sumW[rank] = 0;
    if (rows.phased) {
      Arrays.fill(phaseSumW, 3 * rank, 3 * rank + 3, 0);
    }
    addUp(lot, rows, rank, begin, until, top);
  }

  private static void lower(
      Lot lot, int j, double t, double[] low, double[] top, int[] cut, int name) {
    double level = lot.weight[j] * t;
    double reached = level > low[j] ? level : low[j];
    if (reached < top[j]) {
      top[j] = reached;
      cut[j] = name;
    }
  }

  /** How much of a vehicle's power loads a phase. */
  static double share(int wiring, int phase) {
    if (wiring == Topology.THREE_PHASE) {
      return 1.0 / 3;
    }
    return wiring == phase ? 1 : 0;
  }

  /**
   * Holds the difference between the phases: three-phase vehicles load all alike, so only the
   * others are lowered, on each phase that is more than the spread above the least loaded one.
   */
  private void levelSpread(Lot lot, Rows rows, double[] low, double[] top, int[] cut) {
    Side side = rows.side;
    double[] single = side.singleW.clone();
    for (int j = 0; j < lot.size; j++) {
      if (lot.wiring[j] != Topology.THREE_PHASE) {
        single[lot.wiring[j]] += top[j] - lot.baseW[j];
      }
    }
    double most = Math.min(single[0], Math.min(single[1], single[2])) + side.spreadW;
    for (int phase = 0; phase < 3; phase++) {
      if (!exceeds(single[phase], most)) {
        continue;
      }
      coupled = true;
      double left = most - side.singleW[phase];
      level.reset(lot.size);
      for (int j = 0; j < lot.size; j++) {
        if (lot.wiring[j] == phase) {
          left -= low[j] - lot.baseW[j];
          level.add(1, lot.weight[j], lot.inverse[j], low[j], top[j]);
        }
      }
      double t = level.solve(left);
      for (int j = 0; j < lot.size; j++) {
        if (lot.wiring[j] == phase) {
          lower(lot, j, t, low, top, cut, rows.spread());
        }
      }
    }
  }
}
