package io.tidegate.charging.v2gtp.transport;

import io.tidegate.codec.pseudonym.Pseudonym;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bouncycastle.tls.AlertDescription;

/**
 * Believes a vehicle's chain that leads to one of the OEM or V2G roots (ISO 15118-20 annex B). Says
 * which certificate fails and why. Immutable, any thread.
 *
 * @param roots what vehicles' certificates lead to
 * @param crls revocation lists of the authorities between
 */
record VehicleTrust(List<X509Certificate> roots, List<X509CRL> crls) {
  private static final String CLIENT_USE = "1.3.6.1.5.5.7.3.2";
  private static final String ANY_USE = "2.5.29.37.0";
  private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=([^,+]{1,255})");

  VehicleTrust {
    roots = List.copyOf(roots);
    crls = List.copyOf(crls);
  }

  /** A chain that is not believed. The message names the certificate that fails. */
  static final class ChainException extends Exception {
    private static final long serialVersionUID = 1L;
    private final short alert;

    ChainException(X509Certificate certificate, String reason, short alert) {
      super(name(certificate) + " " + reason);
      this.alert = alert;
    }

    /** Of TLS. */
    short alert() {
      return alert;
    }
  }

  /** Authorities are called by their names; what a vehicle is called is its driver's affair. */
  static String name(X509Certificate certificate) {
    String subject = certificate.getSubjectX500Principal().getName();
    Matcher common = COMMON_NAME.matcher(subject);
    String shown =
        certificate.getBasicConstraints() >= 0
            ? subject
            : Pseudonym.of(common.find() ? common.group(1).strip() : subject);
    return (shown + " (serial number " + certificate.getSerialNumber().toString(16) + ")")
        .replaceAll("\\p{Cntrl}", "?");
  }

  /**
   * Checks what a vehicle presents, its own certificate first; others in any order, and more than
   * are needed, are let pass (RFC 8446 §4.4.2).
   *
   * @return the chain, without the root
   * @throws ChainException naming certificate and reason
   */
  List<X509Certificate> check(List<X509Certificate> presented, Instant now) throws ChainException {
    List<X509Certificate> chain = chain(presented);
    for (X509Certificate each : chain) {
      valid(each, now);
    }
    use(chain.get(0));
    path(chain, now);
    revoked(chain, now);
    return chain;
  }

  private List<X509Certificate> chain(List<X509Certificate> presented) {
    List<X509Certificate> chain = new ArrayList<>();
    Optional<X509Certificate> next = Optional.of(presented.get(0));
    while (next.isPresent()) {
      X509Certificate child = next.get();
      chain.add(child);
      next =
          presented.stream()
              .filter(c -> c.getSubjectX500Principal().equals(child.getIssuerX500Principal()))
              .filter(c -> !chain.contains(c) && !roots.contains(c))
              .findFirst();
    }
    return List.copyOf(chain);
  }

  private static void valid(X509Certificate certificate, Instant now) throws ChainException {
    Instant until = certificate.getNotAfter().toInstant();
    Instant from = certificate.getNotBefore().toInstant();
    if (now.isAfter(until)) {
      throw new ChainException(
          certificate, "has expired at " + until, AlertDescription.certificate_expired);
    }
    if (now.isBefore(from)) {
      throw new ChainException(
          certificate, "is not valid before " + from, AlertDescription.certificate_unknown);
    }
  }

  private static void use(X509Certificate vehicle) throws ChainException {
    boolean[] usage = vehicle.getKeyUsage();
    List<String> uses;
    try {
      uses = vehicle.getExtendedKeyUsage();
    } catch (CertificateParsingException e) {
      throw new ChainException(
          vehicle, "has an unreadable extendedKeyUsage", AlertDescription.bad_certificate);
    }
    boolean client = uses == null || uses.contains(CLIENT_USE) || uses.contains(ANY_USE);
    if (!client || (usage != null && !usage[0])) {
      throw new ChainException(
          vehicle, "is not for TLS clients", AlertDescription.unsupported_certificate);
    }
  }

  private void path(List<X509Certificate> chain, Instant now) throws ChainException {
    X509Certificate last = chain.get(chain.size() - 1);
    boolean anchored =
        roots.stream()
            .anyMatch(r -> r.getSubjectX500Principal().equals(last.getIssuerX500Principal()));
    if (!anchored) {
      throw new ChainException(
          last,
          "is issued by "
              + last.getIssuerX500Principal().getName().replaceAll("\\p{Cntrl}", "?")
              + ", which is none of the trusted OEM and V2G roots",
          AlertDescription.unknown_ca);
    }
    try {
      Set<TrustAnchor> anchors =
          roots.stream().map(r -> new TrustAnchor(r, null)).collect(Collectors.toSet());
      PKIXParameters parameters = new PKIXParameters(anchors);
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(chain), parameters);
    } catch (CertPathValidatorException e) {
      X509Certificate failing = e.getIndex() >= 0 ? chain.get(e.getIndex()) : last;
      throw new ChainException(
          failing,
          "does not pass: " + e.getMessage(),
          e.getReason() == PKIXReason.NO_TRUST_ANCHOR
              ? AlertDescription.unknown_ca
              : AlertDescription.bad_certificate);
    } catch (GeneralSecurityException e) {
      throw new ChainException(
          last, "cannot be checked: " + e.getMessage(), AlertDescription.bad_certificate);
    }
  }

  private void revoked(List<X509Certificate> chain, Instant now) throws ChainException {
    for (X509Certificate each : chain) {
      Optional<X509CRL> listed =
          crls.stream()
              .filter(l -> l.getIssuerX500Principal().equals(each.getIssuerX500Principal()))
              .filter(l -> l.getRevokedCertificate(each.getSerialNumber()) != null)
              .filter(l -> signed(l, each, chain))
              .findFirst();
      if (listed.isPresent()) {
        throw new ChainException(
            each,
            "was revoked at "
                + listed.get().getRevokedCertificate(each).getRevocationDate().toInstant()
                + ", says a list"
                + (expired(listed.get(), now) ? " that has itself expired" : ""),
            AlertDescription.certificate_revoked);
      }
    }
  }

  private static boolean expired(X509CRL list, Instant now) {
    return list.getNextUpdate() != null && now.isAfter(list.getNextUpdate().toInstant());
  }

  /** By the authority that issued the certificate, whichever of that name it is. */
  private boolean signed(X509CRL list, X509Certificate certificate, List<X509Certificate> chain) {
    List<X509Certificate> issuers = new ArrayList<>(chain);
    issuers.addAll(roots);
    for (X509Certificate issuer : issuers) {
      if (issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
        try {
          list.verify(issuer.getPublicKey());
          return true;
        } catch (GeneralSecurityException e) {
          // of another of that name, or forged
        }
      }
    }
    return false;
  }
}
