package io.tidegate.api.quantity;

/** Current in amperes; positive into the vehicle. */
public record Amps(double value) implements Comparable<Amps> {
  public static final Amps ZERO = new Amps(0);

  public Amps {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("Amps must be a finite number, got " + value);
    }
  }

  @Override
  public int compareTo(Amps other) {
    return Double.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value + " A";
  }
}
