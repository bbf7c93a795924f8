package io.tidegate.core.journal;

import java.util.Arrays;

/**
 * Energy from an energy register's readings, in the order in which the station took them.
 *
 * <p>Counted is highest less lowest of the longest run of readings that never falls. So a reading
 * that comes twice counts once; a meter that jumps, restarts or runs backwards adds nothing and
 * takes nothing away; what is not finite or negative is no reading. The raw payloads keep what was
 * left out.
 */
final class Registers {
  private Registers() {}

  /** Wh, ≥ 0; NaN when there is no reading at all. */
  static double energyWh(double[] readings) {
    double[] values = Arrays.stream(readings).filter(v -> Double.isFinite(v) && v >= 0).toArray();
    if (values.length == 0) {
      return Double.NaN;
    }
    // patience sorting: tail[k] is the lowest end of any run of k + 1 readings
    double[] tail = new double[values.length];
    double[] begin = new double[values.length];
    int longest = 0;
    for (double value : values) {
      int place = firstAbove(tail, longest, value);
      begin[place] = place == 0 ? value : begin[place - 1];
      tail[place] = value;
      longest = Math.max(longest, place + 1);
    }
    return tail[longest - 1] - begin[longest - 1];
  }

  private static int firstAbove(double[] tail, int length, double value) {
    int low = 0;
    int high = length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (tail[middle] > value) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
