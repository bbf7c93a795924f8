package io.tidegate.hardware.control.pilot;

/** Duty cycle and current (IEC 61851-1 tables A.7 and A.8). Pure. */
final class Duty {
  /** Digital communication. */
  static final double DIGITAL = 5;

  /** Steady 12 V: no energy. */
  static final double NONE = 100;

  private static final double LEAST = 10;
  private static final double KNEE = 85;
  private static final double MOST = 96;
  private static final double A_PER_PCT = 0.6;
  private static final double STEEP_A_PER_PCT = 2.5;
  private static final double STEEP_FROM = 64;
  private static final double LEAST_A = 6;
  private static final double KNEE_A = 51;
  private static final double MOST_A = 80;

  private Duty() {}

  /** Whether it says anything. */
  static boolean valid(double percent) {
    return percent == DIGITAL || percent == NONE || (percent >= LEAST && percent <= MOST);
  }

  /** Current that a vehicle may take at this duty cycle, A; 0 where it may take none. */
  static double amps(double percent) {
    if (percent < 8 || percent > 97) {
      return 0;
    }
    if (percent < LEAST) {
      return LEAST_A;
    }
    return percent <= KNEE
        ? A_PER_PCT * percent
        : Math.min(MOST_A, STEEP_A_PER_PCT * (percent - STEEP_FROM));
  }

  /** Duty cycle that allows this current and not more; {@link #NONE} below 6 A. */
  static double percent(double amps) {
    if (!(amps >= LEAST_A)) {
      return NONE;
    }
    // the steep part begins a little above where the flat one ends
    return amps <= KNEE_A
        ? amps / A_PER_PCT
        : Math.max(KNEE, Math.min(MOST_A, amps) / STEEP_A_PER_PCT + STEEP_FROM);
  }

  /** For an operator. */
  static String words(double percent) {
    if (percent == DIGITAL) {
      return "5 % (digital communication)";
    }
    return percent == NONE
        ? "steady 12 V"
        : String.format(java.util.Locale.ROOT, "%.1f %% (%.1f A)", percent, amps(percent));
  }
}
