package io.tidegate.api.security;

import io.tidegate.api.quantity.StationId;
import java.time.Instant;
import java.util.List;

/**
 * Our own authority for stations' certificates (OCPP A02, A03: SignCertificate, CertificateSigned).
 * A service of {@code core/keys}; any thread but an I/O thread, since it signs and writes.
 */
public interface StationCertificates {

  /**
   * Issues a certificate for what a station asks for, and remembers it.
   *
   * @param commonName CN that it must ask for: its serial number (A00.FR.404)
   * @param csrPem PKCS#10 request, at most 10,000 characters
   * @throws CertificateRefusedException when the request is not sound, not the station's own, or
   *     there is no authority
   */
  Issued sign(StationId station, String commonName, String csrPem)
      throws CertificateRefusedException;

  /** The newest of each station, soonest expiry first: whom to trigger to renew. May block. */
  List<Issued> issued();

  /**
   * A certificate that was issued.
   *
   * @param serialNumber hexadecimal
   * @param chainPem the station's, then those above it without the root, as CertificateSigned wants
   *     it
   */
  record Issued(StationId station, String serialNumber, Instant notAfter, String chainPem) {}
}
