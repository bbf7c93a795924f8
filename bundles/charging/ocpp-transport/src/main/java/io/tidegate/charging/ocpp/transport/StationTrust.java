package io.tidegate.charging.ocpp.transport;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Believes a station's certificate that leads to one of the authorities (A00.FR.407), names a
 * serial number and, when that is asked for, the operator (A00.FR.404, A00.FR.405). One that has
 * expired is believed when its station is listed for renewing it (A00.FR.429): what the station may
 * do with it is decided later. Thread-safe, called on workers.
 */
final class StationTrust extends X509ExtendedTrustManager {
  private static final String CLIENT_USE = "1.3.6.1.5.5.7.3.2";
  private static final String ANY_USE = "2.5.29.37.0";

  private final X509ExtendedTrustManager standard;
  private final Set<TrustAnchor> anchors;
  private final String organization;
  private final Supplier<CertificateRules> rules;

  /**
   * @param organization that the certificate must name; empty: any
   */
  StationTrust(
      List<X509Certificate> authorities, String organization, Supplier<CertificateRules> rules)
      throws GeneralSecurityException {
    this.organization = organization;
    this.rules = rules;
    this.anchors =
        authorities.stream().map(a -> new TrustAnchor(a, null)).collect(Collectors.toSet());
    this.standard = standard(authorities);
  }

  private static X509ExtendedTrustManager standard(List<X509Certificate> authorities)
      throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, null);
    } catch (java.io.IOException e) {
      throw new IllegalStateException("nothing was read", e);
    }
    for (int i = 0; i < authorities.size(); i++) {
      store.setCertificateEntry("authority" + i, authorities.get(i));
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager extended) {
        return extended;
      }
    }
    throw new GeneralSecurityException("this Java has no X.509 trust manager");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    try {
      standard.checkClientTrusted(chain, type, engine);
    } catch (CertificateException e) {
      renewable(chain, e);
    }
    named(chain[0]);
  }

  private void named(X509Certificate certificate) throws CertificateException {
    StationCertificate station =
        StationCertificate.of(certificate)
            .orElseThrow(() -> new CertificateException("the certificate has no single CN"));
    if (!organization.isEmpty() && !station.organizations().contains(organization)) {
      throw new CertificateException("the certificate's O is not " + organization);
    }
  }

  /** Passes when expiry is all that is wrong and the station may renew. */
  private void renewable(X509Certificate[] chain, CertificateException why)
      throws CertificateException {
    if (!expired(why)
        || StationCertificate.of(chain[0])
            .filter(s -> rules.get().someoneMayRenew(s.commonName()))
            .isEmpty()) {
      throw why;
    }
    try {
      List<String> uses = chain[0].getExtendedKeyUsage();
      if (uses != null && !uses.contains(CLIENT_USE) && !uses.contains(ANY_USE)) {
        throw why;
      }
      PKIXParameters when = new PKIXParameters(anchors);
      when.setRevocationEnabled(false);
      when.setDate(Date.from(chain[0].getNotAfter().toInstant().minusSeconds(1)));
      CertPathValidator.getInstance("PKIX")
          .validate(
              CertificateFactory.getInstance("X.509").generateCertPath(withoutAnchors(chain)),
              when);
    } catch (GeneralSecurityException e) {
      why.addSuppressed(e);
      throw why;
    }
  }

  private List<X509Certificate> withoutAnchors(X509Certificate[] chain) {
    List<X509Certificate> path = new ArrayList<>();
    for (X509Certificate each : chain) {
      if (anchors.stream().anyMatch(a -> a.getTrustedCert().equals(each)) && !path.isEmpty()) {
        break;
      }
      path.add(each);
    }
    return path;
  }

  private static boolean expired(Throwable why) {
    for (Throwable cause = why; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, type, (SSLEngine) null);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    checkClientTrusted(chain, type, (SSLEngine) null);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("only stations are believed here");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw new CertificateException("only stations are believed here");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("only stations are believed here");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return standard.getAcceptedIssuers();
  }
}
