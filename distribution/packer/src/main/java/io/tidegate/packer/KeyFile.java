package io.tidegate.packer;

import io.tidegate.codec.release.Signer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** Keys of Ed25519 in PEM (PKCS#8, RFC 8410), as {@code tidegate release key} makes them. */
final class KeyFile {
  private static final String ED25519 = "Ed25519";

  private KeyFile() {}

  static Signer signer(Path file) throws IOException {
    try {
      String text = Files.readString(file).replaceAll("-----[A-Z ]+-----", "");
      byte[] der = Base64.getMimeDecoder().decode(text);
      byte[] secret =
          ((EdECPrivateKey)
                  KeyFactory.getInstance(ED25519).generatePrivate(new PKCS8EncodedKeySpec(der)))
              .getBytes()
              .orElseThrow();
      return new Signer(pair(secret));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(file.getFileName() + " holds no private key of Ed25519", e);
    }
  }

  /** The file holds the secret alone; the generator, given it, computes the public part. */
  private static KeyPair pair(byte[] secret) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(ED25519);
    generator.initialize(
        NamedParameterSpec.ED25519,
        new SecureRandom() {
          private static final long serialVersionUID = 1L;

          @Override
          public void nextBytes(byte[] bytes) {
            System.arraycopy(secret, 0, bytes, 0, bytes.length);
          }
        });
    KeyPair pair = generator.generateKeyPair();
    byte[] same = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
    if (!java.security.MessageDigest.isEqual(same, secret)) {
      throw new GeneralSecurityException("this JDK makes keys in another way");
    }
    return pair;
  }
}
