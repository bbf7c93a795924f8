package io.tidegate.codec.release;

/**
 * Another release that has to be in force.
 *
 * @param maxCounter inclusive; {@link Long#MAX_VALUE} for any
 */
public record ReleaseRange(String name, long minCounter, long maxCounter) {
  public boolean holds(long counter) {
    return counter >= minCounter && counter <= maxCounter;
  }

  /** For sentences: {@code tidegate-site 3 to 7}. */
  @Override
  public String toString() {
    return name
        + " "
        + minCounter
        + (maxCounter == Long.MAX_VALUE ? " or later" : " to " + maxCounter);
  }
}
