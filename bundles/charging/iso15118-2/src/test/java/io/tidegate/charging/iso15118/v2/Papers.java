package io.tidegate.charging.iso15118.v2;

import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.xmldsig.CanonicalizationMethod;
import io.tidegate.codec.exi.iso15118.xmldsig.DigestMethod;
import io.tidegate.codec.exi.iso15118.xmldsig.Reference;
import io.tidegate.codec.exi.iso15118.xmldsig.Signature;
import io.tidegate.codec.exi.iso15118.xmldsig.SignatureMethod;
import io.tidegate.codec.exi.iso15118.xmldsig.SignatureValue;
import io.tidegate.codec.exi.iso15118.xmldsig.SignedInfo;
import io.tidegate.codec.exi.iso15118.xmldsig.XmldsigExi;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates and signatures of a mobility operator and a vehicle. */
final class Papers {
  static final String EMAID = "DETDGC00000012";
  static final String ECDSA = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  final KeyPair rootKey = pair();
  final KeyPair subKey = pair();
  final KeyPair key = pair();
  final X509Certificate root = make("CN=MO Root", rootKey, "CN=MO Root", rootKey, 3_650, true);
  final X509Certificate sub = make("CN=MO Sub", subKey, "CN=MO Root", rootKey, 1_000, true);
  final X509Certificate contract = contract(365);

  X509Certificate contract(long days) {
    return make("CN=DE-TDG-C00000012, O=MO", key, "CN=MO Sub", subKey, days, false);
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509Certificate make(
      String subject, KeyPair own, String issuer, KeyPair above, long days, boolean authority) {
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              new X500Principal(issuer),
              BigInteger.valueOf(subject.hashCode() & 0xffffffL),
              Date.from(NOON.minus(1_000, ChronoUnit.DAYS)),
              Date.from(NOON.plus(days, ChronoUnit.DAYS)),
              new X500Principal(subject),
              own.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(above.getPrivate())));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static Bytes der(X509Certificate certificate) {
    try {
      return Bytes.of(certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A signature over one element, as the standard has it. */
  static Signature sign(String id, byte[] fragment, KeyPair by) {
    return sign(id, fragment, by, ECDSA);
  }

  static Signature sign(String id, byte[] fragment, KeyPair by, String algorithm) {
    try {
      Bytes digest = Bytes.of(MessageDigest.getInstance("SHA-256").digest(fragment));
      SignedInfo info =
          new SignedInfo(
              null,
              new CanonicalizationMethod("http://www.w3.org/TR/canonical-exi/"),
              new SignatureMethod(algorithm, null),
              List.of(
                  new Reference(
                      null,
                      null,
                      "#" + id,
                      null,
                      new DigestMethod("http://www.w3.org/2001/04/xmlenc#sha256"),
                      digest)));
      java.security.Signature signer =
          java.security.Signature.getInstance("SHA256withECDSAinP1363Format");
      signer.initSign(by.getPrivate());
      signer.update(XmldsigExi.encodeSignedInfo(info));
      return new Signature(
          null, info, new SignatureValue(null, Bytes.of(signer.sign())), null, List.of());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
