package io.tidegate.charging.iso15118.v20;

import io.tidegate.codec.exi.iso15118.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** What is made of the connection's entropy, and hashes. */
final class Ids {
  private static final int SESSION = 8;
  private static final int CHALLENGE = 16;

  private Ids() {}

  /** A session id of its own for every connection: 8 bytes, never all zero. */
  static Bytes session(byte[] entropy) {
    byte[] id = Arrays.copyOf(entropy, SESSION);
    if (Bytes.of(id).equals(Bytes.of(new byte[SESSION]))) {
      id[0] = 1;
    }
    return Bytes.of(id);
  }

  static Bytes challenge(byte[] entropy) {
    return Bytes.of(Arrays.copyOfRange(entropy, SESSION, SESSION + CHALLENGE));
  }

  static byte[] sha512(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-512");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-512", e);
    }
  }
}
