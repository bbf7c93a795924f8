package io.tidegate.core.control.state;

import java.util.AbstractList;
import java.util.RandomAccess;

/**
 * A list over an array that nobody changes any more: a decision need not box thousands of numbers
 * that nobody may read.
 */
final class Powers extends AbstractList<Double> implements RandomAccess {
  private final double[] powerW;

  Powers(double[] powerW) {
    this.powerW = powerW;
  }

  @Override
  public Double get(int index) {
    return powerW[index];
  }

  @Override
  public int size() {
    return powerW.length;
  }
}
