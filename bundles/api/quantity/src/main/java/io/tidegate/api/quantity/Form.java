package io.tidegate.api.quantity;

/**
 * What a name looks like. Names are made anew with every message of every station, where a regular
 * expression would cost more than all else that is done with them.
 */
final class Form {
  private static final int ASCII = 128;

  private final boolean[] first = new boolean[ASCII];
  private final boolean[] others = new boolean[ASCII];
  private final int most;
  private final String shown;

  /**
   * @param first characters beside letters and digits that it may begin with
   * @param others that it may go on with
   * @param most characters
   * @param shown as a regular expression, for people
   */
  Form(String first, String others, int most, String shown) {
    allow(this.first, first);
    allow(this.others, others);
    this.most = most;
    this.shown = shown;
  }

  private static void allow(boolean[] allowed, String marks) {
    for (char c = 0; c < ASCII; c++) {
      allowed[c] =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || marks.indexOf(c) >= 0;
    }
  }

  boolean fits(String name) {
    if (name == null || name.isEmpty() || name.length() > most || !in(first, name.charAt(0))) {
      return false;
    }
    for (int i = 1; i < name.length(); i++) {
      if (!in(others, name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean in(boolean[] allowed, char c) {
    return c < ASCII && allowed[c];
  }

  @Override
  public String toString() {
    return shown;
  }
}
