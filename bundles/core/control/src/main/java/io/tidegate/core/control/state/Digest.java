package io.tidegate.core.control.state;

/**
 * A 64-bit hash over the bits of all powers: two decisions with the same digest stand for the same
 * powers.
 */
final class Digest {
  private Digest() {}

  static long of(double[] powerW) {
    long hash = 0x9E3779B97F4A7C15L ^ powerW.length;
    for (double power : powerW) {
      hash ^= Double.doubleToRawLongBits(power);
      // the finaliser of SplitMix64
      hash = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
      hash = (hash ^ (hash >>> 27)) * 0x94D049BB133111EBL;
      hash ^= hash >>> 31;
    }
    return hash;
  }
}
