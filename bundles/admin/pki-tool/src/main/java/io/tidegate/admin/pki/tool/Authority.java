package io.tidegate.admin.pki.tool;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * A certificate authority with its key in memory, for tests: issues authorities below it, end
 * entities, revocation lists and OCSP responses (RFC 5280, RFC 6960). One thread at a time.
 */
public final class Authority {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SERIAL_BITS = 127;
  private static final Duration BACKDATED = Duration.ofHours(1);
  private static final Duration LISTED = Duration.ofDays(30);
  private static final Duration ANSWERED = Duration.ofDays(7);

  private final Curve curve;
  private final KeyPair keys;
  private final List<X509Certificate> chain;

  private Authority(Curve curve, KeyPair keys, List<X509Certificate> chain) {
    this.curve = curve;
    this.keys = keys;
    this.chain = chain;
  }

  /** From when until when. */
  public record Validity(Instant from, Instant until) {
    /** From an hour ago for so many days. */
    public static Validity days(Instant now, int days) {
      return new Validity(now.minus(BACKDATED), now.plus(Duration.ofDays(days)));
    }
  }

  /** What is to be certified; without use an authority. */
  private record Subject(X500Name name, KeyPair keys, Validity validity, Use use, int below) {}

  /**
   * A root.
   *
   * @param name distinguished name, e.g. {@code CN=V2G root,O=Test}
   */
  public static Authority root(Curve curve, String name, Validity validity)
      throws GeneralSecurityException {
    KeyPair keys = curve.pair();
    X500Name subject = new X500Name(name);
    X509Certificate certificate =
        certificate(curve, keys, subject, new Subject(subject, keys, validity, null, -1));
    return new Authority(curve, keys, List.of(certificate));
  }

  /**
   * An authority below this one.
   *
   * @param below how many authorities may stand below it
   */
  public Authority sub(String name, Validity validity, int below) throws GeneralSecurityException {
    KeyPair pair = curve.pair();
    X509Certificate certificate =
        sign(new Subject(new X500Name(name), pair, validity, null, below));
    List<X509Certificate> longer = new ArrayList<>(List.of(certificate));
    longer.addAll(chain);
    return new Authority(curve, pair, longer);
  }

  /** An end entity with a fresh key. */
  public Identity issue(Use use, String name, Validity validity) throws GeneralSecurityException {
    KeyPair pair = curve.pair();
    X509Certificate certificate = sign(new Subject(new X500Name(name), pair, validity, use, -1));
    List<X509Certificate> above = new ArrayList<>(List.of(certificate));
    above.addAll(chain.subList(0, chain.size() - 1));
    return new Identity(pair.getPrivate(), above);
  }

  private X509Certificate sign(Subject subject) throws GeneralSecurityException {
    X500Name issuer = X500Name.getInstance(certificate().getSubjectX500Principal().getEncoded());
    return certificate(curve, keys, issuer, subject);
  }

  private static X509Certificate certificate(
      Curve curve, KeyPair signer, X500Name issuer, Subject subject)
      throws GeneralSecurityException {
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            new BigInteger(SERIAL_BITS, RANDOM).setBit(0),
            Date.from(subject.validity.from()),
            Date.from(subject.validity.until()),
            subject.name,
            subject.keys.getPublic());
    boolean end = subject.use != null;
    try {
      JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
      builder
          .addExtension(Extension.basicConstraints, true, constraints(subject))
          .addExtension(
              Extension.keyUsage,
              true,
              new KeyUsage(end ? subject.use.keyUsage : KeyUsage.keyCertSign | KeyUsage.cRLSign))
          .addExtension(
              Extension.subjectKeyIdentifier,
              false,
              identifiers.createSubjectKeyIdentifier(subject.keys.getPublic()))
          .addExtension(
              Extension.authorityKeyIdentifier,
              false,
              identifiers.createAuthorityKeyIdentifier(signer.getPublic()));
      if (end && subject.use.purpose().isPresent()) {
        builder.addExtension(
            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(subject.use.purpose().get()));
      }
    } catch (CertIOException e) {
      throw new GeneralSecurityException(e);
    }
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer(curve, signer)));
  }

  private static BasicConstraints constraints(Subject subject) {
    if (subject.use != null) {
      return new BasicConstraints(false);
    }
    return subject.below < 0 ? new BasicConstraints(true) : new BasicConstraints(subject.below);
  }

  private static ContentSigner signer(Curve curve, KeyPair keys) throws GeneralSecurityException {
    try {
      return new JcaContentSignerBuilder(curve.signature()).build(keys.getPrivate());
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  public X509Certificate certificate() {
    return chain.get(0);
  }

  /** This one's certificate and those above it, the root last. */
  public List<X509Certificate> chain() {
    return chain;
  }

  /** A revocation list in DER that names these certificates of this authority's; for 30 days. */
  public byte[] crl(Instant now, List<X509Certificate> revoked) throws GeneralSecurityException {
    X509v2CRLBuilder builder =
        new X509v2CRLBuilder(
            X500Name.getInstance(certificate().getSubjectX500Principal().getEncoded()),
            Date.from(now));
    builder.setNextUpdate(Date.from(now.plus(LISTED)));
    for (X509Certificate each : revoked) {
      builder.addCRLEntry(each.getSerialNumber(), Date.from(now), CRLReason.keyCompromise);
    }
    try {
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(keys.getPublic()));
      return builder.build(signer(curve, keys)).getEncoded();
    } catch (java.io.IOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /** An OCSP response in DER about a certificate of this authority's; for seven days. */
  public byte[] ocsp(Instant now, X509Certificate about, boolean revoked)
      throws GeneralSecurityException {
    try {
      DigestCalculator sha1 =
          new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1);
      CertificateID id =
          new CertificateID(
              sha1, new JcaX509CertificateHolder(certificate()), about.getSerialNumber());
      CertificateStatus status =
          revoked
              ? new RevokedStatus(Date.from(now), CRLReason.keyCompromise)
              : CertificateStatus.GOOD;
      BasicOCSPRespBuilder builder =
          new BasicOCSPRespBuilder(
              new RespID(
                  X500Name.getInstance(certificate().getSubjectX500Principal().getEncoded())));
      builder.addResponse(id, status, Date.from(now), Date.from(now.plus(ANSWERED)), null);
      return new OCSPRespBuilder()
          .build(
              OCSPRespBuilder.SUCCESSFUL,
              builder.build(signer(curve, keys), new X509CertificateHolder[0], Date.from(now)))
          .getEncoded();
    } catch (OperatorCreationException | OCSPException | java.io.IOException e) {
      throw new GeneralSecurityException(e);
    }
  }
}
