package io.tidegate.api.control;

import java.time.Instant;

/**
 * The last measurements of an EVSE with the times of their receipt. What was never measured is NaN
 * and {@link Instant#EPOCH}.
 */
public record Measured(
    double powerW,
    Instant powerAt,
    double socPct,
    Instant socAt,
    double connectorC,
    Instant connectorAt,
    double inverterC,
    Instant inverterAt,
    double packC,
    Instant packAt,
    double importWh,
    double exportWh) {
  public static final Measured NOTHING =
      new Measured(
          Double.NaN,
          Instant.EPOCH,
          Double.NaN,
          Instant.EPOCH,
          Double.NaN,
          Instant.EPOCH,
          Double.NaN,
          Instant.EPOCH,
          Double.NaN,
          Instant.EPOCH,
          Double.NaN,
          Double.NaN);
}
