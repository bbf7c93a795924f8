package io.tidegate.api.quantity;

/** Frequency in hertz. */
public record Hertz(double value) implements Comparable<Hertz> {
  public static final Hertz ZERO = new Hertz(0);

  public Hertz {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("Hertz must be a finite number, got " + value);
    }
  }

  @Override
  public int compareTo(Hertz other) {
    return Double.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value + " Hz";
  }
}
