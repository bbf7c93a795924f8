package io.tidegate.api.quantity;

/** Energy in watt-hours. */
public record WattHours(double value) implements Comparable<WattHours> {
  public static final WattHours ZERO = new WattHours(0);

  public WattHours {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("WattHours must be a finite number, got " + value);
    }
  }

  @Override
  public int compareTo(WattHours other) {
    return Double.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value + " Wh";
  }
}
