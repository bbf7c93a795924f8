package io.tidegate.codec.pseudonym;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A short name for an identifier that is nobody's business: id token, EVCCID, VIN, eMAID, the
 * subject of a vehicle's certificate. The same identifier has the same name in all bundles of a
 * process, and over restarts where the launcher keeps the key. Any thread.
 */
public final class Pseudonym {
  /** System property: 16 to 64 bytes in hexadecimal. Absent: made up for this process. */
  public static final String KEY = "tidegate.pseudonym.key";

  /** What each name begins with. */
  public static final String PREFIX = "id~";

  private static final int KEY_BYTES = 32;
  private static final int NAME_BYTES = 4;

  private Pseudonym() {}

  /** The name; an empty identifier stays empty, and a name is its own. */
  public static String of(String identifier) {
    String plain = plain(identifier);
    if (plain.isEmpty() || identifier.startsWith(PREFIX)) {
      return identifier;
    }
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(key());
      byte[] digest = sha.digest(plain.getBytes(StandardCharsets.UTF_8));
      return PREFIX + HexFormat.of().formatHex(digest, 0, NAME_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** What makes two spellings the same identifier. */
  public static String plain(String identifier) {
    StringBuilder plain = new StringBuilder(identifier.length());
    for (int i = 0; i < identifier.length(); i++) {
      char c = identifier.charAt(i);
      if (c != '-' && c != ':' && c != '*') {
        plain.append(c);
      }
    }
    return plain.toString().toUpperCase(Locale.ROOT);
  }

  /** Shared by the copies of this class in all bundles. */
  private static byte[] key() {
    Object key = System.getProperties().computeIfAbsent(KEY, absent -> made());
    return key.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static String made() {
    byte[] bytes = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
