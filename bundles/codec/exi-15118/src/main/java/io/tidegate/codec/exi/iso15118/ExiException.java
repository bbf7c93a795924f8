package io.tidegate.codec.exi.iso15118;

/**
 * A payload that is no document of its set. It has no stack trace: it tells of a peer's bytes, not
 * of this program, and must be cheap.
 */
public final class ExiException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Reason {
    /** The payload ends inside the document. */
    TRUNCATED,
    /** It does not begin with the EXI header that the standards prescribe. */
    HEADER,
    /** An event code that the grammar does not have here, the escape to lax content among them. */
    EVENT,
    /** The root element is none of the messages of the set. */
    ROOT,
    /** A number or a word outside its type. */
    RANGE,
    /** A text or a binary that is shorter or longer than its type. */
    LENGTH,
    /** No Unicode text, or one that refers to a string table. */
    TEXT,
    /**
     * Something that the schema allows and this codec does not read: wildcards, mixed text,
     * abstract elements.
     */
    UNSUPPORTED,
    /** Bytes after the document that are not zero. */
    TRAILING
  }

  private final Reason reason;
  private final int bitPosition;

  ExiException(Reason reason, int bitPosition, String what) {
    super(what + " at bit " + bitPosition, null, false, false);
    this.reason = reason;
    this.bitPosition = bitPosition;
  }

  /** What is wrong. */
  public Reason reason() {
    return reason;
  }

  /** Where reading stopped, in bits from the beginning of the payload. */
  public int bitPosition() {
    return bitPosition;
  }
}
