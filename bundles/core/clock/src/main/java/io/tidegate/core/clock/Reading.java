package io.tidegate.core.clock;

/**
 * What a source said of the clock.
 *
 * @param offsetMs estimated error, ms, ≥ 0; NaN when unknown
 * @param detail a sentence for the operator
 */
record Reading(boolean synchronised, double offsetMs, String detail) {

  static Reading unsynchronised(String detail) {
    return new Reading(false, Double.NaN, detail);
  }
}
