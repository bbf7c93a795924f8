package io.tidegate.core.keys;

import io.tidegate.api.security.KeyRingException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A private key with its certificate and the chain above it.
 *
 * @param source file or token, for sentences
 * @param chain the end entity first
 */
record KeyEntry(String source, PrivateKey key, List<X509Certificate> chain) {
  private static final byte[] PROBE = {1, 2, 3};

  KeyEntry {
    chain = List.copyOf(chain);
  }

  X509Certificate certificate() {
    return chain.get(0);
  }

  /** {@code EC}, {@code RSA}, or {@code EdDSA}, which vehicles verify. */
  String type() {
    return certificate().getPublicKey().getAlgorithm();
  }

  /**
   * Proves that key and certificate belong together: files that are replaced one after the other do
   * not for a moment.
   */
  void prove() throws KeyRingException {
    String algorithm =
        switch (type()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          case "EdDSA" -> "EdDSA";
          default ->
              throw new KeyRingException(source + " holds a key that is neither EC, EdDSA nor RSA");
        };
    boolean fits;
    try {
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(PROBE);
      byte[] signature = signer.sign();
      Signature verifier = Signature.getInstance(algorithm);
      verifier.initVerify(certificate().getPublicKey());
      verifier.update(PROBE);
      fits = verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      throw new KeyRingException(source + " holds a key that cannot sign: " + e.getMessage(), e);
    }
    if (!fits) {
      throw new KeyRingException(source + " holds a key that does not belong to its certificate");
    }
  }
}
