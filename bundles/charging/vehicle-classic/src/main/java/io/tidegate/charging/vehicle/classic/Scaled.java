package io.tidegate.charging.vehicle.classic;

/**
 * A number as both standards write it: an integer of 16 bits and a power of ten from −3 to 3.
 *
 * @param exponent of ten
 */
public record Scaled(int exponent, int value) {
  private static final int MOST = 32_767;
  private static final int MOST_EXPONENT = 3;
  private static final double[] TENS = {1e-3, 1e-2, 1e-1, 1, 1e1, 1e2, 1e3};

  /** What rounding to and fro is off. */
  private static final double NEAR = 1e-6;

  /**
   * The nearest; what is not known is 0.
   *
   * @param least exponent that is worth while
   */
  public static Scaled of(double number, int least) {
    return of(number, least, 0.5);
  }

  /** A limit: never beyond the number. What is not known is 0. */
  public static Scaled atMost(double limit, int least) {
    return of(limit, least, NEAR);
  }

  private static Scaled of(double number, int least, double up) {
    double magnitude = Math.abs(number);
    if (!(magnitude >= 0)) {
      return new Scaled(least, 0);
    }
    for (int exponent = least; exponent <= MOST_EXPONENT; exponent++) {
      double value = Math.floor(magnitude / TENS[exponent + MOST_EXPONENT] + up);
      if (value <= MOST) {
        return new Scaled(exponent, (int) (number < 0 ? -value : value));
      }
    }
    return new Scaled(MOST_EXPONENT, number < 0 ? -MOST : MOST);
  }

  /** The number that was written. */
  public static double read(int exponent, int value) {
    return value * TENS[exponent + MOST_EXPONENT];
  }
}
