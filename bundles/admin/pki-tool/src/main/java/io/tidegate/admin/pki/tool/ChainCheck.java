package io.tidegate.admin.pki.tool;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;

/**
 * Checks one chain against roots, revocation lists and OCSP responses at a moment: a finding a
 * certificate, end entity first. Immutable.
 *
 * @param roots trust anchors
 */
record ChainCheck(
    List<X509Certificate> roots, List<X509CRL> lists, List<BasicOCSPResp> responses, Instant at) {

  /**
   * What is found about a certificate.
   *
   * @param fault empty when it is good
   * @param revocation by which list or response it was looked up; empty when none is about it
   */
  record Finding(X509Certificate certificate, String fault, String revocation) {}

  /** Orders the certificates from the end entity upwards, without roots. */
  static List<X509Certificate> ordered(List<X509Certificate> certificates) {
    List<X509Certificate> chain = new ArrayList<>();
    Optional<X509Certificate> next =
        certificates.stream()
            .filter(c -> certificates.stream().noneMatch(o -> !o.equals(c) && issued(c, o)))
            .findFirst();
    while (next.isPresent() && !chain.contains(next.get())) {
      X509Certificate child = next.get();
      chain.add(child);
      next = certificates.stream().filter(c -> !c.equals(child) && issued(c, child)).findFirst();
    }
    return chain;
  }

  private static boolean issued(X509Certificate issuer, X509Certificate child) {
    return child.getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
  }

  List<Finding> check(List<X509Certificate> certificates) {
    List<X509Certificate> chain = new ArrayList<>(ordered(certificates));
    if (chain.size() > 1) {
      chain.removeIf(roots::contains);
    }
    Optional<Finding> path = path(chain);
    List<Finding> findings = new ArrayList<>();
    for (X509Certificate each : chain) {
      Optional<X509Certificate> issuer = issuer(each, chain);
      String expiry = expiry(each);
      String revocation = issuer.map(i -> revocation(each, i)).orElse("");
      String fault = expiry;
      if (fault.isEmpty() && revocation.startsWith("revoked")) {
        fault = revocation;
      }
      if (fault.isEmpty() && path.filter(f -> f.certificate().equals(each)).isPresent()) {
        fault = path.get().fault();
      }
      findings.add(new Finding(each, fault, revocation));
    }
    return findings;
  }

  private Optional<X509Certificate> issuer(X509Certificate of, List<X509Certificate> chain) {
    List<X509Certificate> all = new ArrayList<>(chain);
    all.addAll(roots);
    for (X509Certificate each : all) {
      if (issued(each, of)) {
        try {
          of.verify(each.getPublicKey());
          return Optional.of(each);
        } catch (GeneralSecurityException e) {
          // another of that name
        }
      }
    }
    return Optional.empty();
  }

  private String expiry(X509Certificate certificate) {
    if (at.isAfter(certificate.getNotAfter().toInstant())) {
      return "expired at " + certificate.getNotAfter().toInstant();
    }
    if (at.isBefore(certificate.getNotBefore().toInstant())) {
      return "not valid before " + certificate.getNotBefore().toInstant();
    }
    return "";
  }

  /**
   * Expired ones are said by themselves: the path is judged at a moment when all of it is valid.
   */
  private Optional<Finding> path(List<X509Certificate> chain) {
    X509Certificate last = chain.get(chain.size() - 1);
    if (roots.contains(last)) {
      return Optional.empty(); // a root alone
    }
    if (roots.stream().noneMatch(r -> issued(r, last))) {
      String fault =
          issued(last, last)
              ? "a root itself, but none of the roots named"
              : "issued by "
                  + last.getIssuerX500Principal().getName()
                  + ", which is none of the roots; the issuer's certificate is missing from the file";
      return Optional.of(new Finding(last, fault, ""));
    }
    Date when =
        chain.stream()
            .map(X509Certificate::getNotBefore)
            .max(Date::compareTo)
            .orElse(Date.from(at));
    try {
      Set<TrustAnchor> anchors =
          roots.stream().map(r -> new TrustAnchor(r, null)).collect(Collectors.toSet());
      PKIXParameters parameters = new PKIXParameters(anchors);
      parameters.setRevocationEnabled(false);
      parameters.setDate(expiry(chain.get(0)).isEmpty() ? Date.from(at) : when);
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(chain), parameters);
      return Optional.empty();
    } catch (CertPathValidatorException e) {
      int index = e.getIndex() >= 0 ? e.getIndex() : chain.size() - 1;
      return Optional.of(new Finding(chain.get(index), e.getMessage(), ""));
    } catch (GeneralSecurityException e) {
      return Optional.of(new Finding(last, e.getMessage(), ""));
    }
  }

  private String revocation(X509Certificate certificate, X509Certificate issuer) {
    String good = "";
    for (X509CRL list : lists) {
      if (list.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
          && signed(list, issuer)) {
        if (list.getRevokedCertificate(certificate) != null) {
          return "revoked at "
              + list.getRevokedCertificate(certificate).getRevocationDate().toInstant()
              + " (list)";
        }
        good = ended(list.getNextUpdate()) ? "good by a list that has ended" : "good (list)";
      }
    }
    for (BasicOCSPResp response : responses) {
      for (SingleResp single : response.getResponses()) {
        if (single.getCertID().getSerialNumber().equals(certificate.getSerialNumber())
            && signed(response, issuer)) {
          if (single.getCertStatus() instanceof RevokedStatus revoked) {
            return "revoked at " + revoked.getRevocationTime().toInstant() + " (OCSP)";
          }
          boolean answered = single.getCertStatus() == null; // the library's way to say good
          if (answered) {
            good =
                ended(single.getNextUpdate()) ? "good by a response that has ended" : "good (OCSP)";
          }
        }
      }
    }
    return good;
  }

  private boolean ended(Date nextUpdate) {
    return nextUpdate != null && at.isAfter(nextUpdate.toInstant());
  }

  private static boolean signed(X509CRL list, X509Certificate issuer) {
    try {
      list.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static boolean signed(BasicOCSPResp response, X509Certificate issuer) {
    try {
      return response.isSignatureValid(
          new JcaContentVerifierProviderBuilder().build(issuer.getPublicKey()));
    } catch (OCSPException | OperatorCreationException e) {
      return false;
    }
  }
}
