package io.tidegate.charging.iso15118.v20;

import io.tidegate.codec.exi.iso15118.cm.CmExi;
import io.tidegate.codec.exi.iso15118.xmldsig.Reference;
import io.tidegate.codec.exi.iso15118.xmldsig.Signature;
import io.tidegate.codec.exi.iso15118.xmldsig.SignedInfo;
import io.tidegate.codec.exi.iso15118.xmldsig.XmldsigExi;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * XML signatures over EXI (§7.9.2.4): the digest is over the fragment of the element that is
 * referred to, the signature over SignedInfo, r and s side by side. SignedInfo is taken in the
 * grammar of the signature schema alone, as -2 has it, or in that of the message's set: which one
 * -20 means is read both ways.
 */
final class Signatures {
  private static final String CANONICAL = "http://www.w3.org/TR/canonical-exi/";
  private static final String EDDSA = "http://www.w3.org/2021/04/xmldsig-more#eddsa-ed448";
  private static final String ECDSA_512 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512";
  private static final String SHA_512 = "http://www.w3.org/2001/04/xmlenc#sha512";
  private static final int STRICT_BITS = 521;

  /** Signature algorithms → Java's; all but the first two are let through in the field only. */
  private static final Map<String, String> ALGORITHMS =
      Map.of(
          ECDSA_512,
          "SHA512withECDSAinP1363Format",
          EDDSA,
          "Ed448",
          "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
          "SHA256withECDSAinP1363Format",
          "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384",
          "SHA384withECDSAinP1363Format");

  private static final Map<String, String> DIGESTS =
      Map.of(
          SHA_512,
          "SHA-512",
          "http://www.w3.org/2001/04/xmlenc#sha256",
          "SHA-256",
          "http://www.w3.org/2001/04/xmldsig-more#sha384",
          "SHA-384");

  private Signatures() {}

  /**
   * What is wrong with a signature over one element; empty when it is good.
   *
   * @param signature may be null
   * @param id of the element
   * @param fragment the element as EXI fragment
   * @param strict the algorithms of the standard's own profile and no others
   */
  static Optional<String> flaw(
      Signature signature, String id, byte[] fragment, PublicKey key, boolean strict) {
    if (signature == null) {
      return Optional.of("the message is not signed");
    }
    SignedInfo info = signature.signedInfo();
    String algorithm = info.signatureMethod().algorithm();
    if (!info.canonicalizationMethod().algorithm().equals(CANONICAL)
        || !ALGORITHMS.containsKey(algorithm)) {
      return Optional.of("the signature's algorithm is not supported: " + algorithm);
    }
    if (strict && !(algorithm.equals(EDDSA) || (algorithm.equals(ECDSA_512) && bits(key)))) {
      return Optional.of(
          "the profile is strict and takes ECDSA over secp521r1 with SHA-512 or Ed448, not "
              + algorithm);
    }
    List<Reference> references =
        info.reference().stream().filter(r -> ("#" + id).equals(r.uri())).toList();
    if (info.reference().size() != 1 || references.size() != 1) {
      return Optional.of("the signature does not cover the request alone");
    }
    try {
      return digest(references.get(0), fragment)
          .or(() -> verify(signature, ALGORITHMS.get(algorithm), key));
    } catch (RuntimeException e) {
      return Optional.of("the signature cannot be checked: " + e.getMessage());
    }
  }

  private static boolean bits(PublicKey key) {
    return key instanceof ECPublicKey curve
        && curve.getParams().getOrder().bitLength() == STRICT_BITS;
  }

  private static Optional<String> digest(Reference reference, byte[] fragment) {
    String name = DIGESTS.get(reference.digestMethod().algorithm());
    if (name == null) {
      return Optional.of(
          "the digest's algorithm is not supported: " + reference.digestMethod().algorithm());
    }
    try {
      byte[] digest = MessageDigest.getInstance(name).digest(fragment);
      return MessageDigest.isEqual(digest, reference.digestValue().toArray())
          ? Optional.empty()
          : Optional.of("the digest is not that of the request");
    } catch (GeneralSecurityException e) {
      return Optional.of("the digest cannot be made: " + e.getMessage());
    }
  }

  private static Optional<String> verify(Signature signature, String algorithm, PublicKey key) {
    SignedInfo info = signature.signedInfo();
    byte[] value = signature.signatureValue().value().toArray();
    try {
      for (byte[] signed :
          List.of(XmldsigExi.encodeSignedInfo(info), CmExi.encodeSignedInfo(info))) {
        java.security.Signature verifier = java.security.Signature.getInstance(algorithm);
        verifier.initVerify(key);
        verifier.update(signed);
        if (verifier.verify(value)) {
          return Optional.empty();
        }
      }
      return Optional.of("the signature is not the contract's");
    } catch (GeneralSecurityException e) {
      return Optional.of("the signature cannot be checked: " + e.getMessage());
    }
  }
}
