package io.tidegate.charging.iso15118.v20;

import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.cm.ContractCertificateChain;
import io.tidegate.codec.exi.iso15118.common.ResponseCode;
import io.tidegate.codec.pseudonym.Pseudonym;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Contract certificate chains (§7.9.2.1): the contract, one to three above it, a root of ours. */
final class Chains {
  private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=([^,+]{1,255})");

  private Chains() {}

  /**
   * What a chain is worth.
   *
   * @param code OK, or the warning that the vehicle gets
   * @param emaid the contract's, from the common name
   * @param certificates the contract's first, then who issued it, as far as they were read
   */
  record Verdict(
      ResponseCode code, String sentence, String emaid, List<X509Certificate> certificates) {}

  static Verdict check(ContractCertificateChain chain, Trust trust, Instant at) {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      certificates.add(read(factory, chain.certificate()));
      for (Bytes issuer : chain.subCertificates().certificate()) {
        certificates.add(read(factory, issuer));
      }
    } catch (CertificateException | RuntimeException e) {
      // hostile DER may make a parser throw anything
      return bad("a certificate of the contract's chain cannot be read: " + e.getMessage());
    }
    Matcher name = COMMON_NAME.matcher(certificates.get(0).getSubjectX500Principal().getName());
    if (!name.find()) {
      return new Verdict(
          ResponseCode.WARNING_GENERAL_PN_C_AUTHORIZATION_ERROR,
          "the contract certificate names no eMAID",
          "",
          certificates);
    }
    return path(ordered(certificates), name.group(1).strip(), trust, at);
  }

  private static X509Certificate read(CertificateFactory factory, Bytes der)
      throws CertificateException {
    return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der.toArray()));
  }

  /** Some vehicles send what is above the contract the other way round. */
  private static List<X509Certificate> ordered(List<X509Certificate> certificates) {
    List<X509Certificate> above = new ArrayList<>(certificates.subList(1, certificates.size()));
    if (!certificates
        .get(0)
        .getIssuerX500Principal()
        .equals(above.get(0).getSubjectX500Principal())) {
      Collections.reverse(above);
    }
    above.add(0, certificates.get(0));
    return above;
  }

  private static Verdict path(
      List<X509Certificate> certificates, String emaid, Trust trust, Instant at) {
    List<X509Certificate> path = new ArrayList<>(certificates);
    // a root at the end of the chain proves nothing and confuses the validator
    path.removeIf(c -> c.getSubjectX500Principal().equals(c.getIssuerX500Principal()));
    Set<TrustAnchor> anchors = new HashSet<>();
    trust.roots().forEach(root -> anchors.add(new TrustAnchor(root, null)));
    try {
      if (path.isEmpty() || !path.get(0).equals(certificates.get(0))) {
        return bad("the contract certificate is signed by itself");
      }
      PKIXParameters parameters = new PKIXParameters(anchors);
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(at));
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      CertPathValidator.getInstance("PKIX").validate(factory.generateCertPath(path), parameters);
      return new Verdict(ResponseCode.OK, "", emaid, certificates);
    } catch (CertPathValidatorException e) {
      ResponseCode code =
          e.getReason() == BasicReason.EXPIRED
              ? ResponseCode.WARNING_CERTIFICATE_EXPIRED
              : e.getReason() == BasicReason.NOT_YET_VALID
                  ? ResponseCode.WARNING_CERTIFICATE_NOT_YET_VALID
                  : ResponseCode.WARNING_CERTIFICATE_VALIDATION_ERROR;
      String which =
          e.getIndex() > 0 && e.getIndex() < path.size()
              ? path.get(e.getIndex()).getSubjectX500Principal().getName()
              : Pseudonym.of(emaid);
      return new Verdict(code, which + ": " + e.getMessage(), emaid, certificates);
    } catch (GeneralSecurityException | RuntimeException e) {
      return bad(
          "the chain of contract " + Pseudonym.of(emaid) + " cannot be checked: " + e.getMessage());
    }
  }

  private static Verdict bad(String sentence) {
    return new Verdict(ResponseCode.WARNING_CERTIFICATE_VALIDATION_ERROR, sentence, "", List.of());
  }
}
