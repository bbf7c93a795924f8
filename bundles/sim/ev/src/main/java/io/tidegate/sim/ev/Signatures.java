package io.tidegate.sim.ev;

import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.xmldsig.CanonicalizationMethod;
import io.tidegate.codec.exi.iso15118.xmldsig.DigestMethod;
import io.tidegate.codec.exi.iso15118.xmldsig.Reference;
import io.tidegate.codec.exi.iso15118.xmldsig.Signature;
import io.tidegate.codec.exi.iso15118.xmldsig.SignatureMethod;
import io.tidegate.codec.exi.iso15118.xmldsig.SignatureValue;
import io.tidegate.codec.exi.iso15118.xmldsig.SignedInfo;
import io.tidegate.codec.exi.iso15118.xmldsig.Transform;
import io.tidegate.codec.exi.iso15118.xmldsig.Transforms;
import io.tidegate.codec.exi.iso15118.xmldsig.XmldsigExi;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.util.List;

/**
 * Signs an element of a message: digest of its EXI fragment, signature over the EXI fragment of
 * SignedInfo by the grammar of the signature schema alone (ISO 15118-2 §7.9.2.4, -20 §7.9.2).
 */
enum Signatures {
  /** ISO 15118-2: P-256. */
  PART2(
      "SHA-256",
      "http://www.w3.org/2001/04/xmlenc#sha256",
      "SHA256withECDSAinP1363Format",
      "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"),
  /** ISO 15118-20: P-521. */
  PART20(
      "SHA-512",
      "http://www.w3.org/2001/04/xmlenc#sha512",
      "SHA512withECDSAinP1363Format",
      "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512"),
  /** ISO 15118-20: Ed448. */
  PART20_EDWARDS(
      "SHA-512",
      "http://www.w3.org/2001/04/xmlenc#sha512",
      "Ed448",
      "http://www.w3.org/2021/04/xmldsig-more#eddsa-ed448");

  private static final String EXI = "http://www.w3.org/TR/canonical-exi/";

  private final String digest;
  private final String digestUri;
  private final String algorithm;
  private final String algorithmUri;

  Signatures(String digest, String digestUri, String algorithm, String algorithmUri) {
    this.digest = digest;
    this.digestUri = digestUri;
    this.algorithm = algorithm;
    this.algorithmUri = algorithmUri;
  }

  /** The one that ISO 15118-20 has for a key. */
  static Signatures part20(PrivateKey key) {
    return key.getAlgorithm().equals("EC") ? PART20 : PART20_EDWARDS;
  }

  /**
   * Signs.
   *
   * @param id of the element, without #
   * @param fragment the element as it is digested
   */
  Signature over(String id, byte[] fragment, PrivateKey key) {
    try {
      Reference reference =
          new Reference(
              null,
              null,
              "#" + id,
              new Transforms(List.of(new Transform(EXI, List.of()))),
              new DigestMethod(digestUri),
              Bytes.of(MessageDigest.getInstance(digest).digest(fragment)));
      SignedInfo info =
          new SignedInfo(
              null,
              new CanonicalizationMethod(EXI),
              new SignatureMethod(algorithmUri, null),
              List.of(reference));
      java.security.Signature signer = java.security.Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(XmldsigExi.encodeSignedInfo(info));
      SignatureValue value = new SignatureValue(null, Bytes.of(signer.sign()));
      return new Signature(null, info, value, null, List.of());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign with this key: " + e.getMessage(), e);
    }
  }

  /** The same signature with a bit of its value turned. */
  static Signature spoiled(Signature good) {
    byte[] value = good.signatureValue().value().toArray();
    value[value.length - 1] ^= 1;
    return new Signature(
        good.id(),
        good.signedInfo(),
        new SignatureValue(good.signatureValue().id(), Bytes.of(value)),
        good.keyInfo(),
        good.objectValue());
  }
}
