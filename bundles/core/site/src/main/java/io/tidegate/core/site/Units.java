package io.tidegate.core.site;

/** The file speaks kW and A, the model W. */
final class Units {
  /** Far above any site; keeps a slip of the decimal point from passing. */
  static final double MAX_KW = 1_000_000;

  static final double MAX_AMPS = 100_000;

  private Units() {}

  static double watts(double kilowatts) {
    return kilowatts * 1_000;
  }

  /** Watts as kW for a sentence, at most one digit after the point. */
  static String kw(double watts) {
    return Math.round(watts / 100) / 10.0 + " kW";
  }
}
