package io.tidegate.core.arbiter;

/**
 * The vehicles that take part in one raise, in the order of their places: where each stands, how
 * far it may go, what it weighs. Filled anew for each raise; arrays are scratch.
 */
final class Lot {
  /** Nothing cut the vehicle: it has all it may have. */
  static final int UNCUT = -1;

  int size;
  final int[] place;

  /** Power before the raise, W. */
  final double[] baseW;

  /** Most that the raise may bring it to, W. */
  final double[] topW;

  final double[] weight;

  /** One over the weight. */
  final double[] inverse;

  /** Lowest power other than its base, W: 0 where any power will do. */
  final double[] minW;

  /** 0 to 2 for a phase, {@link Topology#THREE_PHASE} otherwise. */
  final int[] wiring;

  /** Served before others when not all can be switched on: it runs and should not cycle. */
  final boolean[] running;

  /** Result: power after the raise, W, and the limit that cut it. */
  final double[] resultW;

  final int[] cut;

  Lot(int places) {
    place = new int[places];
    baseW = new double[places];
    topW = new double[places];
    weight = new double[places];
    inverse = new double[places];
    minW = new double[places];
    wiring = new int[places];
    running = new boolean[places];
    resultW = new double[places];
    cut = new int[places];
  }

  /**
   * Adds a vehicle; places must ascend. One whose top is below its minimum stays out.
   *
   * @return whether it takes part
   */
  boolean add(int at, int wires, double base, double top, double min, double urgency, boolean on) {
    double least = base > 0 ? 0 : Math.min(min, top);
    if (!(top > base) || top < min) {
      return false;
    }
    place[size] = at;
    wiring[size] = wires;
    baseW[size] = base;
    topW[size] = top;
    minW[size] = least;
    weight[size] = urgency;
    inverse[size] = 1 / urgency;
    running[size] = on;
    size++;
    return true;
  }

  /** Whether the vehicle must be switched on at its minimum before it can take anything. */
  boolean mustStart(int j) {
    return minW[j] > 0;
  }
}
