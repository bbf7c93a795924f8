package io.tidegate.core.arbiter;

import java.util.Arrays;

/**
 * Chooses who is switched on when power is too short for everybody's minimum (6 A by IEC 61851-1).
 * The urgent come first, those that run before those that do not; each is admitted when its minimum
 * fits above those admitted before. If that serves clearly less than there is, other orders are
 * tried, and for a handful of vehicles the best choice is searched for (branch and bound with a
 * bounded number of looks).
 */
final class Admission {
  /** Share of the bound that ends the search. */
  private static final double ENOUGH = 0.996;

  private static final int SEARCHABLE = 18;
  private static final int MOST_LOOKS = 400;
  private static final double RUNNING_BONUS = 1.5;

  private final Topology tree;
  private final Raise raise;
  private final Lot lot;
  private final Rows rows;

  private final double[] lowW;
  private final double[] highW;
  private final double[] tryW;
  private final double[] bestW;
  private final int[] tryCut;
  private final int[] bestCut;
  private final int[] refusedBy;
  private final long[] order;
  private final double[] usedW;
  private final double[] usedPhaseW;
  private final int[] decided;
  private double best;
  private int looks;

  Admission(Topology tree, Raise raise, Lot lot, Rows rows) {
    this.tree = tree;
    this.raise = raise;
    this.lot = lot;
    this.rows = rows;
    lowW = new double[tree.places];
    highW = new double[tree.places];
    tryW = new double[tree.places];
    bestW = new double[tree.places];
    tryCut = new int[tree.places];
    bestCut = new int[tree.places];
    refusedBy = new int[tree.places];
    order = new long[tree.places];
    usedW = new double[tree.nodes];
    usedPhaseW = new double[3 * tree.nodes];
    decided = new int[tree.places];
  }

  private enum By {
    URGENCY,
    LARGEST,
    SMALLEST
  }

  /**
   * Leaves the chosen powers in the lot.
   *
   * @param boundW what no choice can exceed, W
   */
  void choose(double boundW) {
    best = -1;
    for (By by : By.values()) {
      admit(by);
      if (best >= ENOUGH * boundW) {
        break;
      }
    }
    if (best < ENOUGH * boundW && starters() <= SEARCHABLE) {
      looks = 0;
      Arrays.fill(decided, 0, lot.size, 0);
      search();
    }
    System.arraycopy(bestW, 0, lot.resultW, 0, lot.size);
    System.arraycopy(bestCut, 0, lot.cut, 0, lot.size);
  }

  private int starters() {
    int count = 0;
    for (int j = 0; j < lot.size; j++) {
      count += lot.mustStart(j) ? 1 : 0;
    }
    return count;
  }

  /** Switches on in one order, then spreads what is left over those that are on. */
  private void admit(By by) {
    Arrays.fill(usedW, rows.root, rows.end, 0);
    Arrays.fill(usedPhaseW, 3 * rows.root, 3 * rows.end, 0);
    int count = 0;
    for (int j = 0; j < lot.size; j++) {
      lowW[j] = lot.baseW[j];
      highW[j] = lot.mustStart(j) ? 0 : lot.topW[j];
      refusedBy[j] = Lot.UNCUT;
      if (lot.mustStart(j)) {
        order[count++] = key(j, by);
      }
    }
    Arrays.sort(order, 0, count);
    for (int i = 0; i < count; i++) {
      int j = (int) order[i];
      refusedBy[j] = blocking(j);
      if (refusedBy[j] == Lot.UNCUT) {
        occupy(j);
        lowW[j] = lot.minW[j];
        highW[j] = lot.topW[j];
      }
    }
    offer(by == By.URGENCY);
  }

  /** Ascending keys: highest rank first, ties by place. */
  private long key(int j, By by) {
    double rank =
        switch (by) {
          case URGENCY -> lot.weight[j] * (lot.running[j] ? RUNNING_BONUS : 1);
          case LARGEST -> lot.topW[j];
          case SMALLEST -> 1 / lot.minW[j];
        };
    long high = Integer.MAX_VALUE - (long) Float.floatToRawIntBits((float) rank);
    return (high << 32) | j;
  }

  private int blocking(int j) {
    double need = lot.minW[j];
    int wiring = lot.wiring[j];
    for (int rank = tree.rankAt[lot.place[j]]; ; rank = tree.parent[rank]) {
      if (usedW[rank] + need > rows.leftW[rank]) {
        return rows.totalName(rank);
      }
      for (int phase = 0; rows.phased && phase < 3; phase++) {
        double share = TreeFill.share(wiring, phase) * need;
        if (share > 0 && usedPhaseW[3 * rank + phase] + share > rows.phaseLeftW[3 * rank + phase]) {
          return rows.phaseName(rank, phase);
        }
      }
      if (rank == rows.root) {
        return Lot.UNCUT;
      }
    }
  }

  private void occupy(int j) {
    for (int rank = tree.rankAt[lot.place[j]]; ; rank = tree.parent[rank]) {
      usedW[rank] += lot.minW[j];
      for (int phase = 0; rows.phased && phase < 3; phase++) {
        usedPhaseW[3 * rank + phase] += TreeFill.share(lot.wiring[j], phase) * lot.minW[j];
      }
      if (rank == rows.root) {
        return;
      }
    }
  }

  /** Spreads over those that are on and keeps the result if it serves more than the best so far. */
  private void offer(boolean anyway) {
    double total = raise.spread(lowW, highW, tryW, tryCut);
    while (unevenPhase() >= 0) {
      if (!dropFrom(unevenPhase())) {
        return;
      }
      total = raise.spread(lowW, highW, tryW, tryCut);
    }
    if (total > best * (1 + 1e-9) || (anyway && best < 0)) {
      best = total;
      System.arraycopy(tryW, 0, bestW, 0, lot.size);
      for (int j = 0; j < lot.size; j++) {
        boolean refused = lot.mustStart(j) && highW[j] == 0;
        bestCut[j] = refused ? refusedBy[j] : tryCut[j];
      }
    }
  }

  /** A phase that minima alone have loaded too far above another, or −1. */
  private int unevenPhase() {
    if (rows.side.spreadW == Double.POSITIVE_INFINITY) {
      return -1;
    }
    double[] single = rows.side.singleW.clone();
    for (int j = 0; j < lot.size; j++) {
      if (lot.wiring[j] != Topology.THREE_PHASE) {
        single[lot.wiring[j]] += tryW[j] - lot.baseW[j];
      }
    }
    int most = 0;
    double least = single[0];
    for (int phase = 1; phase < 3; phase++) {
      most = single[phase] > single[most] ? phase : most;
      least = Math.min(least, single[phase]);
    }
    return single[most] > least + rows.side.spreadW + 1e-6 ? most : -1;
  }

  /** Switches off the least urgent of those that were switched on at a phase. */
  private boolean dropFrom(int phase) {
    int least = -1;
    for (int j = 0; j < lot.size; j++) {
      if (lot.wiring[j] == phase && lot.mustStart(j) && highW[j] > 0) {
        least = least < 0 || lot.weight[j] < lot.weight[least] ? j : least;
      }
    }
    if (least < 0) {
      return false;
    }
    lowW[least] = lot.baseW[least];
    highW[least] = 0;
    refusedBy[least] = rows.spread();
    return true;
  }

  /** Depth first over on and off; what is undecided may take any power from 0 on. */
  private void search() {
    if (++looks > MOST_LOOKS || !setBounds()) {
      return;
    }
    double total = raise.spread(lowW, highW, tryW, tryCut);
    double bound = Double.isNaN(raise.boundW()) ? total : raise.boundW();
    if (bound <= best * (1 + 0.002)) {
      return;
    }
    int branch = -1;
    for (int j = 0; j < lot.size; j++) {
      if (decided[j] == 0 && lot.mustStart(j) && tryW[j] < lot.minW[j]) {
        branch = branch < 0 || lot.topW[j] > lot.topW[branch] ? j : branch;
      }
    }
    if (branch < 0 || looks % 8 == 1) {
      settle();
    }
    if (branch < 0) {
      return;
    }
    decided[branch] = 1;
    search();
    decided[branch] = -1;
    search();
    decided[branch] = 0;
  }

  /** False when the minima of those that are on do not fit. */
  private boolean setBounds() {
    Arrays.fill(usedW, rows.root, rows.end, 0);
    Arrays.fill(usedPhaseW, 3 * rows.root, 3 * rows.end, 0);
    for (int j = 0; j < lot.size; j++) {
      lowW[j] = lot.baseW[j];
      highW[j] = decided[j] < 0 ? 0 : lot.topW[j];
      if (decided[j] < 0) {
        refusedBy[j] = rows.totalName(rows.root);
      }
      if (decided[j] > 0) {
        if (blocking(j) != Lot.UNCUT) {
          return false;
        }
        occupy(j);
        lowW[j] = lot.minW[j];
      }
    }
    return true;
  }

  /** Turns the relaxed powers into a choice: on is what reaches its minimum. */
  private void settle() {
    for (int j = 0; j < lot.size; j++) {
      if (lot.mustStart(j)) {
        boolean on = tryW[j] >= lot.minW[j];
        lowW[j] = on ? lot.minW[j] : 0;
        highW[j] = on ? lot.topW[j] : 0;
      }
    }
    offer(false);
  }
}
