package io.tidegate.api.quantity;

/** A share in percent; a state of charge lies between 0 and 100. */
public record Percent(double value) implements Comparable<Percent> {
  public static final Percent ZERO = new Percent(0);

  public Percent {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("Percent must be a finite number, got " + value);
    }
  }

  @Override
  public int compareTo(Percent other) {
    return Double.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value + " %";
  }
}
