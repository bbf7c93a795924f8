package io.tidegate.codec.v2gtp;

/** Bytes that are no V2GTP, or no message of SECC discovery. Without stack trace. */
public final class V2gtpException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  V2gtpException(Reason reason, String sentence) {
    super(sentence, null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** What is wrong. */
  public enum Reason {
    /** Protocol version or its inverse. */
    VERSION,
    /** More than is accepted, or not what the payload type has. */
    LENGTH,
    /** Another payload type than is asked for. */
    TYPE,
    /** Fewer bytes than the header says. */
    TRUNCATED,
    /** A field with a value that is reserved. */
    VALUE
  }
}
