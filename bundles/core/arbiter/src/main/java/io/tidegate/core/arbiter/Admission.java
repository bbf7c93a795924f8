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

  /** With more vehicles one minimum more or less is no loss worth the time of another order. */
  private static final int MANY = 100;

  /** Fewer vehicles than this to switch on are worth a search. */
  private static final int SEARCHABLE = 18;

  private static final int MOST_LOOKS = 150;
  private static final double RUNNING_BONUS = 1.5;

  /** Well within the margin that {@link Side} keeps to the contract. */
  private static final double UNEVEN_W = 1e-3;

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
  private final Urgent urgent;
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
    urgent = new Urgent(tree.places);
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
    System.arraycopy(lot.baseW, 0, bestW, 0, lot.size);
    Arrays.fill(bestCut, 0, lot.size, rows.totalName(rows.root));
    Arrays.fill(decided, 0, lot.size, 0);
    admit(By.URGENCY);
    if (best < ENOUGH * boundW && lot.size <= MANY) {
      tryHarder(boundW);
    }
    System.arraycopy(bestW, 0, lot.resultW, 0, lot.size);
    System.arraycopy(bestCut, 0, lot.cut, 0, lot.size);
  }

  private void tryHarder(double boundW) {
    raise.spread(lot.baseW, lot.topW, tryW, tryCut);
    double bound = Math.min(boundW, raise.boundW());
    if (best < ENOUGH * bound) {
      admit(By.LARGEST);
      admit(By.SMALLEST);
    }
    if (best < ENOUGH * bound && starters() <= SEARCHABLE) {
      looks = 0;
      search();
    }
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
    for (int j = 0; j < lot.size; j++) {
      boolean on = lot.mustStart(j) && decided[j] >= 0;
      lowW[j] = on ? lot.minW[j] : lot.baseW[j];
      highW[j] = on || !lot.mustStart(j) ? lot.topW[j] : 0;
      refusedBy[j] = rows.totalName(rows.root);
    }
    if (!allFit()) {
      admitSome(by);
    }
    offer();
  }

  /** Whether the lows of all fit every total and phase. */
  private boolean allFit() {
    forget();
    boolean fit = true;
    for (int rank = rows.end - 1; fit && rank >= rows.root; rank--) {
      for (int j = rows.from[rank]; j < rows.ownTo[rank]; j++) {
        use(rank, lot.wiring[j], lowW[j] - lot.baseW[j]);
      }
      fit = usedW[rank] <= rows.leftW[rank];
      for (int i = 3 * rank; rows.phased && i < 3 * rank + 3; i++) {
        fit &= usedPhaseW[i] <= rows.phaseLeftW[i];
      }
      if (rank > rows.root) {
        int parent = tree.parent[rank];
        usedW[parent] += usedW[rank];
        for (int phase = 0; phase < 3; phase++) {
          usedPhaseW[3 * parent + phase] += usedPhaseW[3 * rank + phase];
        }
      }
    }
    return fit;
  }

  private void admitSome(By by) {
    forget();
    urgent.clear();
    for (int j = 0; j < lot.size; j++) {
      if (lot.mustStart(j) && decided[j] >= 0) {
        lowW[j] = lot.baseW[j];
        highW[j] = 0;
        urgent.add(j, decided[j] > 0 ? Float.MAX_VALUE : rank(j, by));
      }
    }
    urgent.sort();
    for (int i = 0; i < urgent.size(); i++) {
      int j = urgent.at(i);
      refusedBy[j] = blocking(j);
      if (refusedBy[j] == Lot.UNCUT) {
        occupy(j);
        lowW[j] = lot.minW[j];
        highW[j] = lot.topW[j];
      }
    }
  }

  private double rank(int j, By by) {
    return switch (by) {
      case URGENCY -> lot.weight[j] * (lot.running[j] ? RUNNING_BONUS : 1);
      case LARGEST -> lot.topW[j];
      case SMALLEST -> 1 / lot.minW[j];
    };
  }

  private void forget() {
    Arrays.fill(usedW, rows.root, rows.end, 0);
    Arrays.fill(usedPhaseW, 3 * rows.root, 3 * rows.end, 0);
  }

  private void use(int rank, int wiring, double powerW) {
    usedW[rank] += powerW;
    if (wiring == Topology.THREE_PHASE) {
      double third = powerW / 3;
      usedPhaseW[3 * rank] += third;
      usedPhaseW[3 * rank + 1] += third;
      usedPhaseW[3 * rank + 2] += third;
    } else {
      usedPhaseW[3 * rank + wiring] += powerW;
    }
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
      use(rank, lot.wiring[j], lot.minW[j]);
      if (rank == rows.root) {
        return;
      }
    }
  }

  /** Spreads over those that are on and keeps the result if it serves more than the best so far. */
  private void offer() {
    double total = raise.spread(lowW, highW, tryW, tryCut);
    while (unevenPhase() >= 0) {
      if (!dropFrom(unevenPhase())) {
        return;
      }
      total = raise.spread(lowW, highW, tryW, tryCut);
    }
    if (best < 0 || total > best * (1 + 1e-9)) {
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
    double[] risen = new double[3];
    for (int j = 0; j < lot.size; j++) {
      if (lot.wiring[j] != Topology.THREE_PHASE) {
        single[lot.wiring[j]] += tryW[j] - lot.baseW[j];
        risen[lot.wiring[j]] += tryW[j] - lot.baseW[j];
      }
    }
    double least = Math.min(single[0], Math.min(single[1], single[2]));
    int worst = -1;
    for (int phase = 0; phase < 3; phase++) {
      // what the raise has not caused it cannot mend
      boolean uneven = single[phase] > least + rows.side.spreadW + UNEVEN_W;
      if (uneven && risen[phase] > 0 && (worst < 0 || single[phase] > single[worst])) {
        worst = phase;
      }
    }
    return worst;
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
    raise.spread(lowW, highW, tryW, tryCut);
    if (raise.boundW() <= best * (1 + 0.002)) {
      return;
    }
    int branch = -1;
    for (int j = 0; j < lot.size; j++) {
      if (decided[j] == 0 && raise.starved(tryW, j)) {
        branch = branch < 0 || lot.topW[j] > lot.topW[branch] ? j : branch;
      }
    }
    if (branch < 0) {
      settle();
      return;
    }
    admit((looks & 1) == 0 ? By.LARGEST : By.SMALLEST);
    decided[branch] = 1;
    search();
    decided[branch] = -1;
    search();
    decided[branch] = 0;
  }

  /** False when the minima of those that are on do not fit. */
  private boolean setBounds() {
    forget();
    for (int j = 0; j < lot.size; j++) {
      lowW[j] = lot.baseW[j];
      highW[j] = decided[j] < 0 ? 0 : lot.topW[j];
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

  /** Turns relaxed powers of which nobody is starved into a choice. */
  private void settle() {
    for (int j = 0; j < lot.size; j++) {
      if (lot.mustStart(j)) {
        boolean on = tryW[j] > 0;
        lowW[j] = on ? lot.minW[j] : 0;
        highW[j] = on ? lot.topW[j] : 0;
        refusedBy[j] = rows.totalName(rows.root);
      }
    }
    offer();
  }
}
