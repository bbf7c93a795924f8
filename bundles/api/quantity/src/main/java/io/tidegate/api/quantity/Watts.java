package io.tidegate.api.quantity;

/** Active power in watts; positive into the vehicle or from the grid, negative out of it. */
public record Watts(double value) implements Comparable<Watts> {
  public static final Watts ZERO = new Watts(0);

  public Watts {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("Watts must be a finite number, got " + value);
    }
  }

  @Override
  public int compareTo(Watts other) {
    return Double.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value + " W";
  }
}
