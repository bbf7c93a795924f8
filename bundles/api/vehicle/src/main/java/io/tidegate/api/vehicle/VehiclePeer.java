package io.tidegate.api.vehicle;

import io.tidegate.api.quantity.EvseId;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Who is at the other end of a vehicle's connection. Known from the connection alone; nothing in it
 * is the vehicle's own word but what its certificate proves.
 *
 * @param evse where it is plugged in
 * @param connection number of the connection, rising over the life of the transport
 * @param protocol the one agreed on
 * @param schemaId the vehicle's number for it
 * @param remote address and port
 * @param tls empty on a plain connection
 * @param entropy 64 bytes from a secure random generator, drawn for this connection: session id,
 *     challenge and keys are made of it, so that the deciding code draws none
 */
@SuppressWarnings("ArrayRecordComponent")
public record VehiclePeer(
    EvseId evse,
    long connection,
    VehicleProtocol protocol,
    int schemaId,
    String remote,
    Optional<TlsSession> tls,
    byte[] entropy) {
  public VehiclePeer {
    Objects.requireNonNull(evse);
    Objects.requireNonNull(protocol);
    Objects.requireNonNull(tls);
  }

  /**
   * The TLS session beneath.
   *
   * @param version e.g. {@code TLSv1.3}
   * @param suite cipher suite by its IANA name
   * @param vehicle the vehicle's chain, its own certificate first, verified; empty when it
   *     presented none (ISO 15118-2)
   */
  public record TlsSession(String version, String suite, List<X509Certificate> vehicle) {
    public TlsSession {
      vehicle = List.copyOf(vehicle);
    }
  }
}
