package io.tidegate.admin.config.files;

/** A configuration file, or a line of it, that cannot be taken. The message is one sentence. */
final class RefusedFileException extends Exception {
  private static final long serialVersionUID = 1L;

  RefusedFileException(String sentence) {
    super(sentence);
  }

  static RefusedFileException at(int line, String sentence) {
    return new RefusedFileException("line " + line + ": " + sentence);
  }
}
