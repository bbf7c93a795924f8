package io.tidegate.charging.vehicle.classic;

import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.pseudonym.Pseudonym;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Contract certificate chains (ISO 15118-2 §7.9.2.1): the contract, those above it, our root. */
final class Chains {
  private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=([^,+]{1,255})");

  /** When a vehicle is told that its contract ends (V2G2-680). */
  private static final Duration SOON = Duration.ofDays(21);

  private static final int WITHOUT_CHECK_DIGIT = 14;

  private Chains() {}

  /**
   * What a chain is worth.
   *
   * @param emaid the contract's, from the common name
   * @param certificates the contract's first, then who issued it; empty when it failed
   * @param issuer of the contract's certificate; null when it failed
   */
  record Worth(
      Verdict verdict,
      String sentence,
      String emaid,
      List<X509Certificate> certificates,
      X509Certificate issuer) {}

  /**
   * Whether two spellings name one contract: dashes, capitals and the check digit at the end are a
   * matter of taste.
   */
  static boolean same(String emaid, String other) {
    String one = plain(emaid);
    String two = plain(other);
    return one.equals(two)
        || (Math.abs(one.length() - two.length()) == 1
            && Math.min(one.length(), two.length()) == WITHOUT_CHECK_DIGIT
            && (one.startsWith(two) || two.startsWith(one)));
  }

  private static String plain(String emaid) {
    return emaid.replace("-", "").toUpperCase(Locale.ROOT);
  }

  static Worth check(List<Bytes> chain, Trust trust, Instant at) {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Bytes der : chain) {
        certificates.add(
            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der.toArray())));
      }
      Matcher name = COMMON_NAME.matcher(certificates.get(0).getSubjectX500Principal().getName());
      return name.find()
          ? path(ordered(certificates), name.group(1).strip(), trust, at)
          : bad("the contract certificate names no eMAID");
    } catch (CertificateException | RuntimeException e) {
      // hostile DER may make a parser throw anything
      return bad("a certificate of the contract's chain cannot be read: " + e.getMessage());
    }
  }

  /** Some vehicles send what is above the contract the other way round. */
  private static List<X509Certificate> ordered(List<X509Certificate> certificates) {
    List<X509Certificate> above = new ArrayList<>(certificates.subList(1, certificates.size()));
    if (!above.isEmpty()
        && !certificates
            .get(0)
            .getIssuerX500Principal()
            .equals(above.get(0).getSubjectX500Principal())) {
      Collections.reverse(above);
    }
    // a root at the end of the chain proves nothing and confuses the validator
    above.removeIf(c -> c.getSubjectX500Principal().equals(c.getIssuerX500Principal()));
    above.add(0, certificates.get(0));
    return above;
  }

  private static Worth path(List<X509Certificate> path, String emaid, Trust trust, Instant at) {
    Set<TrustAnchor> anchors = new HashSet<>();
    trust.roots().forEach(root -> anchors.add(new TrustAnchor(root, null)));
    try {
      PKIXParameters parameters = new PKIXParameters(anchors);
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(at));
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      PKIXCertPathValidatorResult result =
          (PKIXCertPathValidatorResult)
              CertPathValidator.getInstance("PKIX")
                  .validate(factory.generateCertPath(path), parameters);
      X509Certificate issuer =
          path.size() > 1 ? path.get(1) : result.getTrustAnchor().getTrustedCert();
      boolean soon = path.get(0).getNotAfter().toInstant().isBefore(at.plus(SOON));
      return new Worth(
          soon ? Verdict.OK_CERTIFICATE_EXPIRES_SOON : Verdict.OK,
          "",
          emaid,
          List.copyOf(path),
          issuer);
    } catch (CertPathValidatorException e) {
      String which =
          e.getIndex() > 0 && e.getIndex() < path.size()
              ? path.get(e.getIndex()).getSubjectX500Principal().getName()
              : Pseudonym.of(emaid);
      String sentence = "certificate " + which + ": " + e.getMessage();
      return e.getReason() == BasicReason.EXPIRED
          ? new Worth(Verdict.FAILED_CERTIFICATE_EXPIRED, sentence, emaid, List.of(), null)
          : bad(sentence);
    } catch (GeneralSecurityException | RuntimeException e) {
      return bad(
          "the chain of contract " + Pseudonym.of(emaid) + " cannot be checked: " + e.getMessage());
    }
  }

  private static Worth bad(String sentence) {
    return new Worth(Verdict.FAILED_CERT_CHAIN_ERROR, sentence, "", List.of(), null);
  }
}
