package io.tidegate.charging.ocpp.dialect;

/**
 * Counts a station's unreadable messages: the first of a burst is logged, and a station that sends
 * too many of them is let go. Thread-safe.
 */
final class Complaints {
  /** Unreadable messages within {@link #WINDOW_NANOS} that end the connection. */
  static final int MOST = 20;

  private static final long WINDOW_NANOS = 60_000_000_000L;

  private long windowBegan;
  private int inWindow;
  private int unreadable;

  /** What to do about one more. */
  record Verdict(boolean log, boolean close, int inWindow) {}

  /**
   * @param frame whether not even the frame could be read
   */
  synchronized Verdict count(boolean frame, long nanos) {
    if (inWindow == 0 || nanos - windowBegan > WINDOW_NANOS) {
      windowBegan = nanos;
      inWindow = 0;
      unreadable = 0;
    }
    inWindow++;
    unreadable += frame ? 1 : 0;
    return new Verdict(inWindow == 1, unreadable >= MOST, inWindow);
  }
}
