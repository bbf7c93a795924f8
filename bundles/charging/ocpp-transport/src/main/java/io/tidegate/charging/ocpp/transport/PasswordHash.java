package io.tidegate.charging.ocpp.transport;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.spec.KeySpec;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A station's password as it is kept: {@code pbkdf2$iterations$salt$hash}, PBKDF2 with
 * HMAC-SHA-256, salt and hash in hexadecimal. Immutable; computing takes milliseconds, never on an
 * I/O thread.
 */
record PasswordHash(int iterations, String salt, String hash) {
  /** Passwords of stations are random and ≥ 16 characters (OCPP A00.FR.205): no need for more. */
  static final int ITERATIONS = 20_000;

  /** Stands in for the line of an unknown station, so that it takes as long as a known one. */
  static final PasswordHash NOBODY = new PasswordHash(ITERATIONS, "00".repeat(16), "00".repeat(32));

  private static final int MAX_ITERATIONS = 2_000_000;
  private static final int HASH_BITS = 256;

  static Optional<PasswordHash> parse(String text) {
    String[] parts = text.split("\\$", -1);
    if (parts.length != 4 || !parts[0].equals("pbkdf2")) {
      return Optional.empty();
    }
    try {
      int iterations = Integer.parseInt(parts[1]);
      byte[] salt = HexFormat.of().parseHex(parts[2]);
      byte[] hash = HexFormat.of().parseHex(parts[3]);
      if (iterations < 1 || iterations > MAX_ITERATIONS || salt.length < 8 || hash.length != 32) {
        return Optional.empty();
      }
      return Optional.of(new PasswordHash(iterations, parts[2], parts[3]));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static PasswordHash of(String password, SecureRandom random) {
    byte[] salt = new byte[16];
    random.nextBytes(salt);
    byte[] hash = derive(password, salt, ITERATIONS);
    return new PasswordHash(
        ITERATIONS, HexFormat.of().formatHex(salt), HexFormat.of().formatHex(hash));
  }

  /** Compares in constant time. */
  boolean matches(String password) {
    byte[] expected = HexFormat.of().parseHex(hash);
    return MessageDigest.isEqual(
        expected, derive(password, HexFormat.of().parseHex(salt), iterations));
  }

  private static byte[] derive(String password, byte[] salt, int iterations) {
    try {
      KeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, HASH_BITS);
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no PBKDF2WithHmacSHA256", e);
    }
  }

  @Override
  public String toString() {
    return "pbkdf2$" + iterations + '$' + salt + '$' + hash;
  }
}
