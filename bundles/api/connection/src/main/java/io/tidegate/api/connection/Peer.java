package io.tidegate.api.connection;

import io.tidegate.api.quantity.StationId;
import java.util.Objects;
import java.util.Optional;

/**
 * Who is at the other end.
 *
 * @param station authenticated identity
 * @param connection number of the connection, rising over the life of the transport
 * @param subprotocol negotiated
 * @param remote address and port
 * @param securityProfile OCPP security profile it came with, 0–3
 * @param certificateCommonName CN of the certificate it presented (profile 3): its serial number
 *     (A00.FR.404), which the one it boots with must equal (B01.FR.11)
 * @param certificateExpired that certificate has expired; the station was let in to renew it and
 *     for nothing else, so it stays Pending (A00.FR.429)
 */
public record Peer(
    StationId station,
    long connection,
    String subprotocol,
    String remote,
    int securityProfile,
    Optional<String> certificateCommonName,
    boolean certificateExpired) {
  public Peer {
    Objects.requireNonNull(certificateCommonName);
  }

  /** A peer without a certificate. */
  public Peer(
      StationId station, long connection, String subprotocol, String remote, int securityProfile) {
    this(station, connection, subprotocol, remote, securityProfile, Optional.empty(), false);
  }
}
