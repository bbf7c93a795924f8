package io.tidegate.api.security;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.CompletionStage;

/**
 * Asks OCSP responders whether certificates were revoked (RFC 6960; OCPP M06, A00.FR.403) and
 * remembers the answers until they end, so that an outage is bridged. Only responders that the
 * configuration lists are asked. A service of {@code core/keys}; any thread, never blocks; fails
 * with an {@link java.io.IOException} within the configured deadline.
 */
public interface OcspStatus {

  /** Asks the responder that the certificate names; the answer's signature is verified. */
  CompletionStage<Answer> of(X509Certificate certificate, X509Certificate issuer);

  /**
   * Asks for somebody who knows only hashes and verifies the answer himself (GetCertificateStatus).
   */
  CompletionStage<Answer> of(CertificateHash certificate, URI responder);

  /**
   * Names a certificate.
   *
   * @param algorithm {@code SHA256}, {@code SHA384} or {@code SHA512}
   */
  CertificateHash hash(X509Certificate certificate, X509Certificate issuer, String algorithm);

  /** What a responder says. */
  enum Status {
    GOOD,
    REVOKED,
    UNKNOWN
  }

  /**
   * An answer.
   *
   * @param response the OCSP response in DER, base64
   * @param until it need not be asked again before
   */
  record Answer(Status status, String response, Instant until) {
    /** The response in DER. */
    public byte[] der() {
      return Base64.getDecoder().decode(response);
    }
  }
}
