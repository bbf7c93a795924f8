package io.tidegate.codec.classfile;

/**
 * Something that would fail at run time.
 *
 * @param user the class that would fail, {@code a.b.C}
 * @param about what it lacks: the same finding against another provider has the same
 * @param sentence for the operator, without the user: {@code uses X, which Y 1.2 does not have}
 */
public record Finding(String user, String about, String sentence) {
  /** Whether two findings, against whichever providers, are of one thing. */
  public boolean same(Finding other) {
    return user.equals(other.user) && about.equals(other.about);
  }
}
