package io.tidegate.core.arbiter;

import java.util.Arrays;

/**
 * Sorts participants by a rank, highest first, ties by place: three counting passes over the bits
 * of the rank, so that the cost is linear. Ranks are compared in single precision.
 */
final class Urgent {
  private static final int DIGIT = 11;
  private static final int MASK = (1 << DIGIT) - 1;

  private int[] key;
  private int[] order;
  private int[] otherKey;
  private int[] otherOrder;
  private final int[] count = new int[MASK + 2];
  private int size;

  Urgent(int capacity) {
    key = new int[capacity];
    order = new int[capacity];
    otherKey = new int[capacity];
    otherOrder = new int[capacity];
  }

  void clear() {
    size = 0;
  }

  /**
   * @param rank ≥ 0
   */
  void add(int participant, double rank) {
    key[size] = Integer.MAX_VALUE - Float.floatToRawIntBits((float) rank);
    order[size++] = participant;
  }

  int size() {
    return size;
  }

  int at(int position) {
    return order[position];
  }

  void sort() {
    for (int shift = 0; shift < 32; shift += DIGIT) {
      Arrays.fill(count, 0);
      for (int i = 0; i < size; i++) {
        count[(key[i] >>> shift & MASK) + 1]++;
      }
      for (int digit = 0; digit < MASK; digit++) {
        count[digit + 1] += count[digit];
      }
      for (int i = 0; i < size; i++) {
        int to = count[key[i] >>> shift & MASK]++;
        otherKey[to] = key[i];
        otherOrder[to] = order[i];
      }
      int[] swap = key;
      key = otherKey;
      otherKey = swap;
      swap = order;
      order = otherOrder;
      otherOrder = swap;
    }
  }
}
