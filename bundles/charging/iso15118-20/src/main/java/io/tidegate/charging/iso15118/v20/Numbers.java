package io.tidegate.charging.iso15118.v20;

import io.tidegate.codec.exi.iso15118.common.RationalNumber;

/** Doubles and the standard's rational numbers. */
final class Numbers {
  /** Beyond what any EVSE or vehicle has; what is greater is refused or cut. */
  private static final double LARGEST = 1e9;

  private Numbers() {}

  /** The nearest; what is not known is 0. */
  static RationalNumber of(double number) {
    if (!(Math.abs(number) >= 0)) {
      return RationalNumber.ZERO;
    }
    return RationalNumber.of(Math.max(-LARGEST, Math.min(LARGEST, number)));
  }

  /** A limit: never above the number, however it is rounded. Magnitude. */
  static RationalNumber atMost(double limit) {
    if (!(limit > 0)) {
      return RationalNumber.ZERO;
    }
    RationalNumber nearest = of(limit);
    return nearest.toDouble() > limit && nearest.value() > 0
        ? new RationalNumber(nearest.exponent(), nearest.value() - 1)
        : nearest;
  }

  /** NaN when there is none. */
  static double of(RationalNumber number) {
    return number == null ? Double.NaN : Math.max(-LARGEST, Math.min(LARGEST, number.toDouble()));
  }

  /** Both signs are met in the field: what counts is how much. NaN when there is none. */
  static double magnitude(RationalNumber number) {
    return Math.abs(of(number));
  }

  /** A sum over phases of which the second and third may be missing. */
  static double sum(RationalNumber first, RationalNumber second, RationalNumber third) {
    return of(first) + orZero(second) + orZero(third);
  }

  private static double orZero(RationalNumber number) {
    return number == null ? 0 : of(number);
  }

  /** The first unless it is unknown. */
  static double or(double number, double otherwise) {
    return Double.isNaN(number) ? otherwise : number;
  }
}
