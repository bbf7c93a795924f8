package io.tidegate.charging.ocpp.transport;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Logins that were found right before, so that a thousand stations which reconnect do not cost a
 * thousand PBKDF2s. Holds keyed digests, no passwords; a changed line of the file makes them void.
 * Thread-safe, bounded.
 */
final class VerifiedLogins {
  private static final int MOST = 20_000;
  private static final String HMAC = "HmacSHA256";

  private final byte[] key = new byte[32];
  private final Bounded<String, byte[]> digests = new Bounded<>(MOST);

  VerifiedLogins(SecureRandom random) {
    random.nextBytes(key);
  }

  boolean contains(String identity, String password, PasswordHash line) {
    byte[] digest = digest(identity, password, line);
    byte[] known;
    synchronized (digests) {
      known = digests.get(identity);
    }
    return known != null && MessageDigest.isEqual(known, digest);
  }

  void add(String identity, String password, PasswordHash line) {
    byte[] digest = digest(identity, password, line);
    synchronized (digests) {
      digests.put(identity, digest);
    }
  }

  private byte[] digest(String identity, String password, PasswordHash line) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      String text = identity + '\0' + line + '\0' + password;
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + HMAC, e);
    }
  }
}
