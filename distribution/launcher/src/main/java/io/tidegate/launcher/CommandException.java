package io.tidegate.launcher;

/** A command cannot be done: one sentence for the person at the terminal, and the exit code. */
final class CommandException extends Exception {
  private static final long serialVersionUID = 1L;
  private final int exitCode;

  CommandException(int exitCode, String sentence) {
    super(sentence);
    this.exitCode = exitCode;
  }

  CommandException(int exitCode, String sentence, Throwable cause) {
    super(sentence, cause);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
