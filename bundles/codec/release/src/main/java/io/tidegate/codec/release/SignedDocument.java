package io.tidegate.codec.release;

import java.util.Arrays;

/** A document and its detached signatures, both as bytes: what counts is what was signed. */
public final class SignedDocument {
  private final byte[] bytes;
  private final byte[] signatures;

  /**
   * @param signatures what {@link Signatures#read} reads
   */
  public SignedDocument(byte[] bytes, byte[] signatures) {
    this.bytes = bytes.clone();
    this.signatures = signatures.clone();
  }

  /** Without a signature. */
  public static SignedDocument unsigned(byte[] bytes) {
    return new SignedDocument(bytes, Signatures.NONE.write());
  }

  /** The document. */
  public byte[] bytes() {
    return bytes.clone();
  }

  public byte[] signatures() {
    return signatures.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignedDocument o
        && Arrays.equals(bytes, o.bytes)
        && Arrays.equals(signatures, o.signatures);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "SignedDocument[" + VerifyingKey.sha256(bytes) + "]";
  }
}
