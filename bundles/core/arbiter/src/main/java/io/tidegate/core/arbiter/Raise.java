package io.tidegate.core.arbiter;

/**
 * Raises the vehicles of a lot together: as much in total as fits, then weighted max-min fair,
 * nobody between 0 and its minimum. Where vehicles have to be switched on, {@link Admission}
 * chooses which.
 */
final class Raise {
  /** Powers are whole multiples of 2⁻²⁰ W, rounded towards the base: sums never exceed a limit. */
  private static final double GRAIN = 1 << 20;

  final Lot lot;
  private final Rows rows;
  private final TreeFill fill;
  private final PhaseProgram program;
  private final Admission admission;

  /** Bound on the total of the last {@link #spread}, W. */
  private double boundW;

  Raise(Topology tree) {
    lot = new Lot(tree.places);
    rows = new Rows(tree);
    fill = new TreeFill(tree);
    program = new PhaseProgram(tree, fill);
    admission = new Admission(tree, this, lot, rows);
  }

  long steps() {
    return fill.steps();
  }

  /**
   * Raises the lot and grants what came out of it.
   *
   * @param root rank of the node whose subtree holds the lot
   * @param budgetW most to grant in all, W
   * @return what was granted, W
   */
  double run(Side side, int root, double budgetW) {
    if (lot.size == 0) {
      return 0;
    }
    rows.load(side, root, budgetW, lot);
    if (anyMustStart()) {
      admission.choose(fill.bound(lot, rows, lot.topW));
    } else {
      spread(lot.baseW, lot.topW, lot.resultW, lot.cut);
    }
    double granted = 0;
    for (int j = 0; j < lot.size; j++) {
      double power = grain(j);
      lot.resultW[j] = power;
      granted += power - lot.baseW[j];
      if (power != lot.baseW[j]) {
        side.grant(lot.place[j], power);
      }
    }
    return granted;
  }

  /** Continuous powers: minima do not count here. */
  double spread(double[] low, double[] high, double[] out, int[] cut) {
    double total = fill.fill(lot, rows, low, high, out, cut);
    boundW = total;
    if (fill.coupled()) {
      boundW = fill.bound(lot, rows, high);
      if (total < PhaseProgram.ENOUGH * boundW) {
        boundW = Math.min(boundW, program.improve(lot, rows, low, high, out, total));
        total = TreeFill.total(lot, out);
      }
    }
    return total;
  }

  /** What no powers within the last lows and highs can exceed, W. */
  double boundW() {
    return boundW;
  }

  private boolean anyMustStart() {
    for (int j = 0; j < lot.size; j++) {
      if (lot.mustStart(j)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a vehicle would run below its minimum. */
  boolean starved(double[] powerW, int j) {
    return lot.mustStart(j) && powerW[j] > 0 && powerW[j] < lot.minW[j];
  }

  /** Name of the row that stands for the raise's own budget. */
  boolean byBudget(int row) {
    return row == rows.budget();
  }

  boolean bySpread(int row) {
    return row == rows.spread();
  }

  private double grain(int j) {
    double power = lot.resultW[j];
    double least = Math.max(lot.baseW[j], lot.minW[j]);
    if (power >= lot.topW[j]) {
      return lot.topW[j];
    }
    if (power <= least) {
      return power < least ? lot.baseW[j] : least;
    }
    return Math.max(least, Math.floor(power * GRAIN) / GRAIN);
  }
}
