package io.tidegate.codec.slac;

/**
 * A frame that is no message of its type. It has no stack trace: it tells of a stranger's bytes,
 * not of this program, and must be cheap.
 */
public final class MmeException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Reason {
    /** The frame ends inside the message. */
    TRUNCATED,
    /** Longer than an Ethernet frame. */
    TOO_LONG,
    /** Not of Ethernet type 0x88E1. */
    ETHER_TYPE,
    /** A version of management messages that this codec does not read. */
    VERSION,
    /** One part of several; the messages that matter here are never that long. */
    FRAGMENT,
    /** An application or a security type other than matching without security. */
    SECURITY,
    /** A length inside the message that is not that of its type. */
    LENGTH
  }

  private final Reason reason;

  MmeException(Reason reason, String what) {
    super(what, null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
