package io.tidegate.api.security;

import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * What the files of one endpoint hold now. Immutable.
 *
 * @param version rises whenever it has changed: make a new SSL context then, for new handshakes
 * @param keys chooses the key by its type (ECDSA or RSA)
 * @param certificates those of the keys, end entities
 * @param trusted the authorities
 */
public record TlsMaterial(
    long version,
    X509ExtendedKeyManager keys,
    List<X509Certificate> certificates,
    List<X509Certificate> trusted) {
  public TlsMaterial {
    certificates = List.copyOf(certificates);
    trusted = List.copyOf(trusted);
  }
}
