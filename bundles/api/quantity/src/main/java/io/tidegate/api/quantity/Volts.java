package io.tidegate.api.quantity;

/** Voltage in volts, RMS for AC. */
public record Volts(double value) implements Comparable<Volts> {
  public static final Volts ZERO = new Volts(0);

  public Volts {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("Volts must be a finite number, got " + value);
    }
  }

  @Override
  public int compareTo(Volts other) {
    return Double.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value + " V";
  }
}
