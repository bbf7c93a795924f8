package io.tidegate.sim.ev;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What a vehicle can prove, and whom it believes.
 *
 * @param anchors roots that a station's certificate may hang from
 * @param vehicle for TLS (ISO 15118-20); empty: it presents none
 * @param contract for Plug &amp; Charge; empty: it has none
 */
public record Credentials(
    List<X509Certificate> anchors, Optional<Held> vehicle, Optional<Contract> contract) {
  /** Nothing: plain TCP, external identification. */
  public static final Credentials NONE =
      new Credentials(List.of(), Optional.empty(), Optional.empty());

  public Credentials {
    anchors = List.copyOf(anchors);
  }

  /** The same with a contract. */
  public Credentials with(Contract other) {
    return new Credentials(anchors, vehicle, Optional.of(other));
  }

  /**
   * A key and its certificates.
   *
   * @param chain its own first, without the root
   */
  public record Held(PrivateKey key, List<X509Certificate> chain) {
    public Held {
      chain = List.copyOf(chain);
    }
  }

  /**
   * A contract.
   *
   * @param emaid of the account
   */
  public record Contract(String emaid, Held held) {}
}
