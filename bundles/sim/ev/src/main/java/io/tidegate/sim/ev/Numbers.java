package io.tidegate.sim.ev;

import io.tidegate.codec.exi.iso15118.common.RationalNumber;

/** Numbers of messages. */
final class Numbers {
  private static final double[] POWERS = {1e-3, 1e-2, 1e-1, 1, 1e1, 1e2, 1e3};

  private Numbers() {}

  /** To tenths, so that what is written is short. */
  static RationalNumber rational(double number) {
    return RationalNumber.of(Math.rint(number * 10) / 10);
  }

  /** NaN when it is not there. */
  static double number(RationalNumber number) {
    return number == null ? Double.NaN : number.toDouble();
  }

  /** The sum of what is there of three phases; NaN when the first is not. */
  static double sum(RationalNumber first, RationalNumber second, RationalNumber third) {
    return number(first)
        + (second == null ? 0 : second.toDouble())
        + (third == null ? 0 : third.toDouble());
  }

  /** The multiplier, at least {@code finest}, with which a number fits 16 bits. */
  static int multiplier(double number, int finest) {
    int multiplier = finest;
    while (multiplier < 3 && Math.abs(number) / POWERS[multiplier + 3] > Short.MAX_VALUE) {
      multiplier++;
    }
    return multiplier;
  }

  /** A number in units of a multiplier, what does not fit cut off. */
  static int scaled(double number, int multiplier) {
    double units = Math.rint(number / POWERS[multiplier + 3]);
    return (int) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, units));
  }

  /** What a value with a multiplier is worth. */
  static double worth(int value, int multiplier) {
    return value * POWERS[multiplier + 3];
  }

  /** 0–100, whole. */
  static int percent(double pct) {
    return (int) Math.max(0, Math.min(100, Math.rint(pct)));
  }
}
