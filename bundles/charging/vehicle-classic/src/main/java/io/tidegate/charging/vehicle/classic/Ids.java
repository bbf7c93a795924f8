package io.tidegate.charging.vehicle.classic;

import io.tidegate.codec.exi.iso15118.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** What is made of the connection's entropy, and a hash. */
final class Ids {
  private static final int SESSION = 8;
  private static final int CHALLENGE = 16;

  private Ids() {}

  /** A session id of its own for every connection: 8 bytes, never all zero (V2G2-750). */
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

  /** Binds a session to the name that the vehicle gives itself: the standard has nothing better. */
  static Bytes binding(String session, String evccId) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(session.getBytes(StandardCharsets.US_ASCII));
      return Bytes.of(digest.digest(evccId.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
