package io.tidegate.charging.vehicle.classic;

import io.tidegate.charging.vehicle.classic.Seal.Reference;
import io.tidegate.codec.exi.iso15118.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Optional;

/**
 * XML signatures over EXI (ISO 15118-2 §7.9.2.4): SHA-256 over the fragment of the element that is
 * referred to, ECDSA over secp256r1 with SHA-256 over SignedInfo, r and s side by side.
 */
final class Seals {
  private static final String CANONICAL = "http://www.w3.org/TR/canonical-exi/";
  private static final String ECDSA = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";
  private static final String SHA_256 = "http://www.w3.org/2001/04/xmlenc#sha256";
  private static final int CURVE_BITS = 256;

  private Seals() {}

  /**
   * What is wrong with a signature over one element; empty when it is good.
   *
   * @param key SubjectPublicKeyInfo
   */
  static Optional<String> flaw(Optional<Seal> signed, Bytes key) {
    if (signed.isEmpty()) {
      return Optional.of("the message is not signed");
    }
    Seal seal = signed.get();
    if (!seal.canonical().equals(CANONICAL) || !seal.algorithm().equals(ECDSA)) {
      return Optional.of("the signature's algorithm is not supported: " + seal.algorithm());
    }
    List<Reference> references = seal.references();
    if (references.size() != 1
        || seal.id().isEmpty()
        || !references.get(0).uri().equals("#" + seal.id())) {
      return Optional.of("the signature does not cover the request alone");
    }
    if (!references.get(0).algorithm().equals(SHA_256)) {
      return Optional.of(
          "the digest's algorithm is not supported: " + references.get(0).algorithm());
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(seal.fragment().toArray());
      if (!MessageDigest.isEqual(digest, references.get(0).digest().toArray())) {
        return Optional.of("the digest is not that of the request");
      }
      return verify(seal, key);
    } catch (GeneralSecurityException | RuntimeException e) {
      // of hostile values a provider may throw anything
      return Optional.of("the signature cannot be checked: " + e.getMessage());
    }
  }

  private static Optional<String> verify(Seal seal, Bytes key) throws GeneralSecurityException {
    PublicKey point =
        KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(key.toArray()));
    if (!(point instanceof ECPublicKey curve)
        || curve.getParams().getOrder().bitLength() != CURVE_BITS) {
      return Optional.of("the certificate's key is not of the curve secp256r1");
    }
    Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
    verifier.initVerify(point);
    verifier.update(seal.signed().toArray());
    return verifier.verify(seal.value().toArray())
        ? Optional.empty()
        : Optional.of("the signature is not that of the certificate's owner");
  }
}
