package io.tidegate.charging.vehicle.classic;

import java.util.List;

/**
 * The schedule that a vehicle is given (SAScheduleTuple).
 *
 * @param tuple its number, 1–255
 * @param powers from now on without a gap
 * @param prices empty: no tariff
 */
public record Plan(int tuple, List<Power> powers, List<Price> prices) {
  public Plan {
    powers = List.copyOf(powers);
    prices = List.copyOf(prices);
  }

  /** A stretch of time, in seconds from now, with the power that may be taken. */
  public record Power(long startS, long durationS, double watts) {}

  /**
   * A stretch of time with a price.
   *
   * @param level 1 is the cheapest
   * @param percent of the dearest, 0–100
   */
  public record Price(long startS, long durationS, int level, int percent) {}
}
