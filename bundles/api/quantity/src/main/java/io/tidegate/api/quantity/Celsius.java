package io.tidegate.api.quantity;

/** Temperature in degrees Celsius. */
public record Celsius(double value) implements Comparable<Celsius> {
  public static final Celsius ZERO = new Celsius(0);

  public Celsius {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("Celsius must be a finite number, got " + value);
    }
  }

  @Override
  public int compareTo(Celsius other) {
    return Double.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value + " °C";
  }
}
