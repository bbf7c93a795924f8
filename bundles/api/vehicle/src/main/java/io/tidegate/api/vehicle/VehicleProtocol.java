package io.tidegate.api.vehicle;

import java.util.Objects;

/**
 * An application protocol that a dialect speaks, as vehicles name it in supportedAppProtocolReq
 * (ISO 15118-20 §8.2).
 *
 * @param namespace e.g. {@code urn:iso:std:iso:15118:-20:DC}
 * @param major the vehicle's has to be the same
 * @param minor another one is a minor deviation
 * @param energy what the EVSE must have for it; protocols for any EVSE name {@link Energy#ANY}
 * @param tls what its connection has to be, outside a laboratory
 */
public record VehicleProtocol(String namespace, int major, int minor, Energy energy, Tls tls) {
  public VehicleProtocol {
    Objects.requireNonNull(namespace);
    Objects.requireNonNull(energy);
    Objects.requireNonNull(tls);
  }

  /** What an EVSE must have for a protocol. */
  public enum Energy {
    AC,
    DC,
    ANY
  }

  /** What a connection has to be. */
  public enum Tls {
    /** Plain or TLS (DIN 70121, ISO 15118-2 without Plug and Charge). */
    OPTIONAL,
    /** TLS 1.3 with the vehicle's certificate (ISO 15118-20). */
    MUTUAL_13
  }
}
