package io.tidegate.sim.ev;

import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * Where a vehicle's station is.
 *
 * @param iface network interface to search on; empty: the address is known
 * @param sdpPort UDP port of the search
 * @param address of the station, where nothing is searched
 * @param tls whether the vehicle asks for TLS
 */
public record Endpoint(String iface, int sdpPort, InetSocketAddress address, boolean tls) {
  public Endpoint {
    Objects.requireNonNull(iface);
  }

  /** Searches with SDP (ISO 15118-20 §7.8.2). */
  public static Endpoint search(String iface, int sdpPort, boolean tls) {
    return new Endpoint(iface, sdpPort, null, tls);
  }

  /** Goes there without a search. */
  public static Endpoint at(InetSocketAddress address, boolean tls) {
    return new Endpoint("", 0, Objects.requireNonNull(address), tls);
  }
}
