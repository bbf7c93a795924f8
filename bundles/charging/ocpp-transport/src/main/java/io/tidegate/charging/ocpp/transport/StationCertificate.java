package io.tidegate.charging.ocpp.transport;

import io.netty.handler.ssl.SslHandler;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * What a station's certificate says (A00.FR.404, A00.FR.405).
 *
 * @param commonName its serial number
 * @param organizations names of operators
 */
record StationCertificate(String commonName, List<String> organizations, Instant notAfter) {
  StationCertificate {
    organizations = List.copyOf(organizations);
  }

  /** Empty when its name cannot be read or has no CN, or more than one. */
  static Optional<StationCertificate> of(X509Certificate certificate) {
    try {
      LdapName name = new LdapName(certificate.getSubjectX500Principal().getName());
      List<String> common = values(name, "CN");
      return common.size() == 1
          ? Optional.of(
              new StationCertificate(
                  common.get(0), values(name, "O"), certificate.getNotAfter().toInstant()))
          : Optional.empty();
    } catch (InvalidNameException e) {
      return Optional.empty();
    }
  }

  private static List<String> values(LdapName name, String type) {
    return name.getRdns().stream()
        .filter(rdn -> rdn.getType().equalsIgnoreCase(type))
        .map(Rdn::getValue)
        .map(Object::toString)
        .toList();
  }

  /** Of the certificate that the handshake has verified; empty when none was presented. */
  static Optional<StationCertificate> presented(SslHandler handler) {
    try {
      return of((X509Certificate) handler.engine().getSession().getPeerCertificates()[0]);
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }

  boolean expired(Instant now) {
    return now.isAfter(notAfter);
  }
}
