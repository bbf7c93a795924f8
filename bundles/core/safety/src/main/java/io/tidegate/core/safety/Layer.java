package io.tidegate.core.safety;

/** Limits of one direction, and what they are held against. */
final class Layer {
  final Tree tree;

  /** What each EVSE may do by what it was told, or is measured to do, W ≥ 0. */
  final double[] worstW;

  /** What is kept for an EVSE though it is told less in this direction, W ≥ 0. */
  final double[] reservedW;

  /**
   * @param capW of each node
   * @param phaseCapW of each node and phase
   * @param singleCapW of the single-phase EVSEs on each phase together
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Caps(double[] capW, double[] phaseCapW, double[] singleCapW) {}

  Layer(Topology site, Caps caps, double[] worstW, double[] reservedW) {
    tree = new Tree(site, caps);
    this.worstW = worstW;
    this.reservedW = reservedW;
  }

  /** Room for one EVSE more, W. */
  double roomW(int i) {
    return tree.roomW(i);
  }
}
