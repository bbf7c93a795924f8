package io.tidegate.charging.vehicle.classic;

/**
 * What a vehicle says of itself in the messages of DC charging (DC_EVStatus).
 *
 * @param error the vehicle's own trouble by its name in the standard; empty: none
 * @param socPct 0–100; NaN: it said nothing
 */
public record Battery(boolean ready, String error, double socPct) {
  /** Nothing was said. */
  public static final Battery UNKNOWN = new Battery(false, "", Double.NaN);
}
