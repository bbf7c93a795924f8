package io.tidegate.admin.release.tool;

/** Somebody typed what does not make sense. */
final class WrongUse extends Exception {
  private static final long serialVersionUID = 1L;

  WrongUse(String sentence) {
    super(sentence);
  }
}
