package io.tidegate.core.safety;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Arrays that a decision needs while it is made and that nobody keeps: the same ones serve every
 * decision. At thousands of EVSEs they would be most of its garbage. Confined to the kernel's lock.
 */
final class Scratch {
  private final int length;
  private final List<double[]> arrays = new ArrayList<>();
  private int taken;

  Scratch(int length) {
    this.length = length;
  }

  /** Noughts, until the next {@link #restart}. */
  double[] take() {
    if (taken == arrays.size()) {
      arrays.add(new double[length]);
    }
    double[] array = arrays.get(taken);
    taken++;
    Arrays.fill(array, 0);
    return array;
  }

  /** A copy, until the next {@link #restart}. */
  double[] copy(double[] of) {
    double[] array = take();
    for (int i = 0; i < length; i++) {
      array[i] = of[i];
    }
    return array;
  }

  /** All arrays are free again: a new decision begins. */
  void restart() {
    taken = 0;
  }
}
