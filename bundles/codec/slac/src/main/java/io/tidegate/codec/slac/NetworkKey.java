package io.tidegate.codec.slac;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A network membership key (NMK): who holds it is in the logical network. It never prints itself.
 */
public final class NetworkKey {
  public static final int LENGTH = 16;
  private static final int ROUNDS = 5;
  private static final int UNUSED_BITS = 4;

  private final byte[] key;

  private NetworkKey(byte[] key) {
    this.key = key;
  }

  /** Throws {@link IllegalArgumentException} unless these are 16 octets. */
  public static NetworkKey of(byte... key) {
    if (key.length != LENGTH) {
      throw new IllegalArgumentException("a network key has 16 octets, not " + key.length);
    }
    return new NetworkKey(key.clone());
  }

  public byte[] toBytes() {
    return key.clone();
  }

  /**
   * The network identifier (NID) that belongs to the key: the first 52 bits of five rounds of
   * SHA-256, below the security level 00 (simple connect) in bits 52 and 53 and two zero bits
   * (HomePlug Green PHY, key derivation; PBKDF1 without salt).
   */
  public Octets networkId() {
    byte[] digest = key;
    MessageDigest sha256 = sha256();
    for (int round = 0; round < ROUNDS; round++) {
      digest = sha256.digest(digest);
    }
    byte[] id = Arrays.copyOf(digest, Layout.NETWORK_ID);
    id[Layout.NETWORK_ID - 1] = (byte) ((id[Layout.NETWORK_ID - 1] & 0xff) >>> UNUSED_BITS);
    return Octets.of(id);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** In a time that does not tell how much of it is equal. */
  @Override
  public boolean equals(Object other) {
    return other instanceof NetworkKey that && MessageDigest.isEqual(key, that.key);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(key);
  }

  @Override
  public String toString() {
    return "the key of network " + networkId();
  }
}
