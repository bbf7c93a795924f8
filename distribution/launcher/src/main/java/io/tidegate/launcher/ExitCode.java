package io.tidegate.launcher;

/** Exit codes of the one command; tools of bundles use 0, 1 and 2 with the same meaning. */
final class ExitCode {
  /** Done, or stopped as asked (SIGTERM, SIGINT). */
  static final int DONE = 0;

  /** Found wanting: a check is red, a difference was found. */
  static final int WANTING = 1;

  /** Used wrongly: unknown command or option. */
  static final int USAGE = 2;

  /** {@code run}: the home is in use by another gateway, or cannot be written. */
  static final int HOME = 3;

  /** {@code status}, {@code health}, {@code diag}: no gateway could be asked. */
  static final int UNREACHABLE = 3;

  /** The container could not be started. */
  static final int START = 4;

  /** Stopping took longer than its deadline; the process ended itself. */
  static final int OVERDUE = 5;

  /** {@code run}: a bundle ended the gateway, which nobody asked for. */
  static final int UNASKED = 6;

  private ExitCode() {}
}
