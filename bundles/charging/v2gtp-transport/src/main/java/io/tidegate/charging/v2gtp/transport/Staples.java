package io.tidegate.charging.v2gtp.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.SingleResponse;

/**
 * OCSP responses for our own chains (RFC 6960), at most a week old (ISO 15118-20). They are shown
 * as they are: the vehicle verifies them. Immutable.
 */
final class Staples {
  private static final Duration OLDEST = Duration.ofDays(7);

  private final List<Staple> staples;
  private final String warning;

  private Staples(List<Staple> staples, String warning) {
    this.staples = List.copyOf(staples);
    this.warning = warning;
  }

  /** A response about one certificate. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Staple(CertID certificate, byte[] response) {}

  /** Reads responses in DER; those that are too old or unreadable are left out, with a warning. */
  static Staples read(List<Path> files, Instant now) {
    List<Staple> staples = new ArrayList<>();
    String warning = "";
    for (Path file : files) {
      try {
        byte[] der = Files.readAllBytes(file);
        OCSPResponse response = OCSPResponse.getInstance(der);
        ASN1Sequence responses =
            BasicOCSPResponse.getInstance(response.getResponseBytes().getResponse().getOctets())
                .getTbsResponseData()
                .getResponses();
        for (int i = 0; i < responses.size(); i++) {
          SingleResponse single = SingleResponse.getInstance(responses.getObjectAt(i));
          if (until(single).isAfter(now)) {
            staples.add(new Staple(single.getCertID(), der));
          } else {
            warning = file.getFileName() + " has ended and is not stapled any more";
          }
        }
      } catch (IOException | ParseException | RuntimeException e) {
        warning = file.getFileName() + " is no OCSP response: " + e.getMessage();
      }
    }
    return new Staples(
        staples, warning.isEmpty() ? "" : V2gtpTransport.field("tls.ocsp") + warning);
  }

  private static Instant until(SingleResponse response) throws ParseException {
    Instant week = response.getThisUpdate().getDate().toInstant().plus(OLDEST);
    ASN1GeneralizedTime next = response.getNextUpdate();
    Instant end = next == null ? week : next.getDate().toInstant();
    return end.isBefore(week) ? end : week;
  }

  /** The response about that certificate. */
  Optional<byte[]> of(X509Certificate certificate) {
    return staples.stream()
        .filter(s -> about(s.certificate, certificate))
        .map(Staple::response)
        .findFirst();
  }

  private static boolean about(CertID id, X509Certificate certificate) {
    if (!id.getSerialNumber().getValue().equals(certificate.getSerialNumber())) {
      return false;
    }
    try {
      byte[] name =
          MessageDigest.getInstance(id.getHashAlgorithm().getAlgorithm().getId())
              .digest(certificate.getIssuerX500Principal().getEncoded());
      return Arrays.equals(name, id.getIssuerNameHash().getOctets());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** A sentence when a response was left out; empty when none was. */
  String warning() {
    return warning;
  }
}
