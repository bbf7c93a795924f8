package io.tidegate.core.keys;

import io.tidegate.api.security.CertificateHash;
import io.tidegate.api.security.OcspStatus.Answer;
import io.tidegate.api.security.OcspStatus.Status;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;

/** OCSP requests and responses (RFC 6960). Stateless; loads the library when it is first used. */
final class OcspMessages {
  private static final Duration UNDATED = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final Duration SKEW = Duration.ofMinutes(5);

  private OcspMessages() {}

  static CertificateHash hash(X509Certificate certificate, X509Certificate issuer, String name) {
    try {
      MessageDigest digest = MessageDigest.getInstance(name.replace("SHA", "SHA-"));
      byte[] key =
          SubjectPublicKeyInfo.getInstance(issuer.getPublicKey().getEncoded())
              .getPublicKeyData()
              .getOctets();
      byte[] issuerName = issuer.getSubjectX500Principal().getEncoded();
      HexFormat hex = HexFormat.of();
      return new CertificateHash(
          name,
          hex.formatHex(digest.digest(issuerName)),
          hex.formatHex(digest.digest(key)),
          certificate.getSerialNumber().toString(16));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("no hash algorithm " + name, e);
    }
  }

  private static CertificateID id(CertificateHash hash) {
    ASN1ObjectIdentifier algorithm =
        switch (hash.algorithm().toUpperCase(Locale.ROOT)) {
          case "SHA256" -> NISTObjectIdentifiers.id_sha256;
          case "SHA384" -> NISTObjectIdentifiers.id_sha384;
          case "SHA512" -> NISTObjectIdentifiers.id_sha512;
          default -> throw new IllegalArgumentException("no hash algorithm " + hash.algorithm());
        };
    HexFormat hex = HexFormat.of();
    return new CertificateID(
        new CertID(
            new AlgorithmIdentifier(algorithm, DERNull.INSTANCE),
            new DEROctetString(hex.parseHex(hash.issuerNameHash())),
            new DEROctetString(hex.parseHex(hash.issuerKeyHash())),
            new org.bouncycastle.asn1.ASN1Integer(new BigInteger(hash.serialNumber(), 16))));
  }

  static byte[] request(CertificateHash hash) throws IOException {
    try {
      return new OCSPReqBuilder().addRequest(id(hash)).build().getEncoded();
    } catch (OCSPException | IllegalArgumentException e) {
      throw new IOException("the certificate's hashes are unusable", e);
    }
  }

  /** The responder that a certificate names. */
  static Optional<URI> responder(X509Certificate certificate) throws IOException {
    try {
      X509CertificateHolder holder = new X509CertificateHolder(certificate.getEncoded());
      AuthorityInformationAccess access =
          AuthorityInformationAccess.fromExtensions(holder.getExtensions());
      if (holder.getExtension(Extension.authorityInfoAccess) == null || access == null) {
        return Optional.empty();
      }
      for (AccessDescription each : access.getAccessDescriptions()) {
        GeneralName where = each.getAccessLocation();
        if (each.getAccessMethod().equals(AccessDescription.id_ad_ocsp)
            && where.getTagNo() == GeneralName.uniformResourceIdentifier) {
          return Optional.of(URI.create(where.getName().toString()));
        }
      }
      return Optional.empty();
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("the certificate's responder cannot be read", e);
    }
  }

  /**
   * Reads an answer and checks that it is one to this question and of this time.
   *
   * @param issuer whose signature, or whose delegate's, it must bear; empty: the asker verifies
   */
  static Answer answer(
      byte[] der, CertificateHash asked, Optional<X509Certificate> issuer, Instant now)
      throws IOException {
    try {
      OCSPResp response = new OCSPResp(der);
      if (response.getStatus() != OCSPResp.SUCCESSFUL
          || !(response.getResponseObject() instanceof BasicOCSPResp basic)) {
        throw new IOException("the responder answers with the error " + response.getStatus());
      }
      if (issuer.isPresent()) {
        verify(basic, issuer.get(), now);
      }
      for (SingleResp single : basic.getResponses()) {
        if (single.getCertID().equals(id(asked))) {
          return answer(der, single, now);
        }
      }
      throw new IOException("the responder answers about another certificate");
    } catch (OCSPException
        | GeneralSecurityException
        | OperatorCreationException
        | IllegalArgumentException e) {
      throw new IOException("the responder's answer is unusable", e);
    }
  }

  private static Answer answer(byte[] der, SingleResp single, Instant now) throws IOException {
    Instant from = single.getThisUpdate().toInstant();
    Instant until =
        single.getNextUpdate() == null ? now.plus(UNDATED) : single.getNextUpdate().toInstant();
    if (from.isAfter(now.plus(SKEW)) || !until.isAfter(now)) {
      throw new IOException("the responder's answer is not of this time");
    }
    Instant most = now.plus(LONGEST);
    CertificateStatus status = single.getCertStatus();
    return new Answer(
        status == CertificateStatus.GOOD
            ? Status.GOOD
            : status instanceof RevokedStatus ? Status.REVOKED : Status.UNKNOWN,
        Base64.getEncoder().encodeToString(der),
        until.isAfter(most) ? most : until);
  }

  private static void verify(BasicOCSPResp basic, X509Certificate issuer, Instant now)
      throws OCSPException, OperatorCreationException, GeneralSecurityException, IOException {
    JcaContentVerifierProviderBuilder verifier = new JcaContentVerifierProviderBuilder();
    if (basic.isSignatureValid(verifier.build(issuer.getPublicKey()))) {
      return;
    }
    for (X509CertificateHolder holder : List.of(basic.getCerts())) {
      X509Certificate delegate = new JcaX509CertificateConverter().getCertificate(holder);
      List<String> uses = delegate.getExtendedKeyUsage();
      if (uses != null
          && uses.contains(KeyPurposeId.id_kp_OCSPSigning.getId())
          && !now.isAfter(delegate.getNotAfter().toInstant())
          && delegate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
        delegate.verify(issuer.getPublicKey());
        if (basic.isSignatureValid(verifier.build(delegate.getPublicKey()))) {
          return;
        }
      }
    }
    throw new IOException("the responder's answer is signed by nobody who may");
  }
}
