package io.tidegate.codec.release;

import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keys and roots of tests: of the same number, the same key. */
final class Keys {
  private Keys() {}

  static Signer key(int number) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(
          NamedParameterSpec.ED25519,
          new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] bytes) {
              Arrays.fill(bytes, (byte) number);
            }
          });
      return new Signer(generator.generateKeyPair());
    } catch (NoSuchAlgorithmException | java.security.InvalidAlgorithmParameterException e) {
      throw new AssertionError(e);
    }
  }

  static Role role(int threshold, Signer... signers) {
    return new Role(threshold, Arrays.stream(signers).map(s -> s.key().id()).toList());
  }

  static Root root(int version, String expires, Map<Purpose, Role> roles, Signer... signers) {
    Map<String, VerifyingKey> keys = new HashMap<>();
    List.of(signers).forEach(each -> keys.put(each.key().id(), each.key()));
    return new Root(version, Instant.parse(expires), keys, roles);
  }
}
