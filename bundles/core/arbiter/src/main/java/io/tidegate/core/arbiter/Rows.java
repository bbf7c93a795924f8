package io.tidegate.core.arbiter;

import java.util.Arrays;

/**
 * What is left of every limit that a raise below one node can meet. The ancestors' limits are
 * folded into the top row, since whatever the raise grants weighs on each of them alike. A row is
 * named by a number: the rank of a node for its total, {@code nodes + rank} for its phases, {@link
 * #spread()}, {@link #budget()}.
 */
final class Rows {
  final Topology tree;
  Side side;
  int root;
  int end;

  /** By rank, W; valid from {@link #root} to {@link #end}. */
  final double[] leftW;

  /** By {@code 3 * rank + phase}, W. */
  final double[] phaseLeftW;

  /** Participants below each node: its own are {@code from..ownTo}, all {@code from..to}. */
  final int[] from;

  final int[] ownTo;
  final int[] to;

  /** Whether phases or their spread can bind at all. */
  boolean phased;

  private int rootTotalName;
  private final int[] rootPhaseName = new int[3];

  Rows(Topology tree) {
    this.tree = tree;
    leftW = new double[tree.nodes];
    phaseLeftW = new double[3 * tree.nodes];
    from = new int[tree.nodes];
    ownTo = new int[tree.nodes];
    to = new int[tree.nodes];
  }

  int spread() {
    return 2 * tree.nodes;
  }

  int budget() {
    return 2 * tree.nodes + 1;
  }

  /** Name of the row that limits a node's total. */
  int totalName(int rank) {
    return rank == root ? rootTotalName : rank;
  }

  int phaseName(int rank, int phase) {
    return rank == root ? rootPhaseName[phase] : tree.nodes + rank;
  }

  /**
   * @param budgetW most that the raise may grant in all, W
   */
  void load(Side newSide, int newRoot, double budgetW, Lot lot) {
    side = newSide;
    root = newRoot;
    end = tree.end[root];
    phased = side.phased || side.spreadW < Double.POSITIVE_INFINITY;
    for (int rank = root; rank < end; rank++) {
      leftW[rank] = side.leftW(rank);
    }
    if (side.phased) {
      for (int i = 3 * root; i < 3 * end; i++) {
        phaseLeftW[i] = Math.max(0, side.phaseCapW[i] - side.phaseLoadW[i]);
      }
    } else {
      Arrays.fill(phaseLeftW, 3 * root, 3 * end, Double.POSITIVE_INFINITY);
    }
    foldAncestors(budgetW);
    locate(lot);
  }

  private void foldAncestors(double budgetW) {
    rootTotalName = root;
    Arrays.fill(rootPhaseName, tree.nodes + root);
    for (int rank = tree.parent[root]; rank >= 0; rank = tree.parent[rank]) {
      if (side.leftW(rank) < leftW[root]) {
        leftW[root] = side.leftW(rank);
        rootTotalName = rank;
      }
      for (int phase = 0; side.phased && phase < 3; phase++) {
        double left = side.phaseLeftW(rank, phase);
        if (left < phaseLeftW[3 * root + phase]) {
          phaseLeftW[3 * root + phase] = left;
          rootPhaseName[phase] = tree.nodes + rank;
        }
      }
    }
    if (budgetW < leftW[root]) {
      leftW[root] = Math.max(0, budgetW);
      rootTotalName = budget();
    }
  }

  /** Participants come in the order of places, so each node has a run of them. */
  private void locate(Lot lot) {
    int j = 0;
    for (int rank = root; rank < end; rank++) {
      while (j < lot.size && lot.place[j] < tree.from[rank]) {
        j++;
      }
      from[rank] = j;
      while (j < lot.size && lot.place[j] < tree.ownTo[rank]) {
        j++;
      }
      ownTo[rank] = j;
    }
    for (int rank = root; rank < end; rank++) {
      to[rank] = tree.end[rank] < end ? from[tree.end[rank]] : lot.size;
    }
  }
}
