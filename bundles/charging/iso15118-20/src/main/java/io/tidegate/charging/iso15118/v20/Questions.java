package io.tidegate.charging.iso15118.v20;

import io.tidegate.charging.vehicle.dialect.Event;
import io.tidegate.codec.exi.iso15118.Bytes;
import java.security.cert.X509Certificate;

/** What the machine asks of its surroundings. */
final class Questions {
  private Questions() {}

  /**
   * Whether a contract certificate was revoked; the answer is a {@link
   * io.tidegate.api.security.OcspStatus.Status}.
   *
   * @param request of which authorisation request
   */
  record Revocation(Bytes request, X509Certificate certificate, X509Certificate issuer)
      implements Event.Question {}

  /** A contract certificate; the answer is {@link Bytes}, a CertificateInstallationRes. */
  record Certificate(Bytes request) implements Event.Question {}
}
