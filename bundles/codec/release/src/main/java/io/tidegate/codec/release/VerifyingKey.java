package io.tidegate.codec.release;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** A public key of Ed25519 (RFC 8032). Its id is the SHA-256 of its 32 bytes. */
public final class VerifyingKey {
  /** What X.509 writes before the 32 bytes (RFC 8410). */
  private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  static final int LENGTH = 32;

  private final byte[] raw;
  private final String id;

  private VerifyingKey(byte[] raw) {
    this.raw = raw;
    this.id = sha256(raw);
  }

  /** From 32 bytes. */
  public static VerifyingKey of(byte[] raw) {
    if (raw.length != LENGTH) {
      throw new IllegalArgumentException("a key of Ed25519 has 32 bytes");
    }
    return new VerifyingKey(raw.clone());
  }

  /** From a key of the JDK, which must be of Ed25519. */
  public static VerifyingKey of(PublicKey key) {
    byte[] encoded = key.getEncoded();
    if (encoded.length != PREFIX.length + LENGTH
        || !Arrays.equals(encoded, 0, PREFIX.length, PREFIX, 0, PREFIX.length)) {
      throw new IllegalArgumentException("no key of Ed25519");
    }
    return new VerifyingKey(Arrays.copyOfRange(encoded, PREFIX.length, encoded.length));
  }

  /** 64 hexadecimal digits. */
  public String id() {
    return id;
  }

  /** The 32 bytes. */
  public byte[] raw() {
    return raw.clone();
  }

  /** Whether a signature over a document is by this key. */
  public boolean verifies(Purpose purpose, byte[] document, byte[] signature) {
    try {
      byte[] encoded = Arrays.copyOf(PREFIX, PREFIX.length + LENGTH);
      System.arraycopy(raw, 0, encoded, PREFIX.length, LENGTH);
      Signature ed25519 = Signature.getInstance("Ed25519");
      ed25519.initVerify(
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
      ed25519.update(purpose.message(document));
      return ed25519.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // bytes that are no point of the curve, or no signature
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifyingKey key && key.id.equals(id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "VerifyingKey[" + id + "]";
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }
}
