package io.tidegate.codec.release;

/** A release is not believed, or is no release. */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why, by the names of the updater's codes. */
  public enum Code {
    /** No archive of a release, damaged, or a part of it is missing. */
    TRUNCATED,
    /** Larger, or with more entries, than a release may be. */
    OVERSIZED,
    /**
     * An entry's name leads out of the archive or is there twice; a document is not well formed.
     */
    BAD_ENTRY,
    UNSIGNED,
    /** Fewer valid signatures of known keys than are asked for. */
    TOO_FEW_SIGNATURES,
    /** Signed, and none of the keys is known. */
    WRONG_KEY,
    /** What is there is not what was signed. */
    TAMPERED,
    EXPIRED,
    /** Its counter is not above what was confirmed before. */
    REPLAYED,
    /** For another product, hardware or Java. */
    WRONG_PRODUCT,
    /** It does not go with another release in force, or that one not with it. */
    MIXED
  }

  private final Code code;

  /**
   * @param sentence what is wrong; holds no bytes of the input beyond names
   */
  public Refusal(Code code, String sentence) {
    super(sentence);
    this.code = code;
  }

  public Code code() {
    return code;
  }
}
