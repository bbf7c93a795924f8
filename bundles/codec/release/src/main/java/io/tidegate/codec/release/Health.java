package io.tidegate.codec.release;

/**
 * How a release has to prove itself.
 *
 * @param probationS seconds in which what was healthy before stays healthy; 1–86,400
 */
public record Health(int probationS) {
  public static final Health DEFAULT = new Health(60);
}
