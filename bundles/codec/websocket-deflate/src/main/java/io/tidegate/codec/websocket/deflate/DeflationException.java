package io.tidegate.codec.websocket.deflate;

/** A compressed message that is none, or that is longer than it may be. */
public final class DeflationException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean tooLong;

  DeflationException(boolean tooLong) {
    super(tooLong ? "message too long" : "invalid compression", null, false, false);
    this.tooLong = tooLong;
  }

  /** Whether it is the length (close code 1009) and not the form (1007). */
  public boolean tooLong() {
    return tooLong;
  }
}
