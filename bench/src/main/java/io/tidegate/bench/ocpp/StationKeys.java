package io.tidegate.bench.ocpp;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * TLS for the fleet: a certificate for each station, one key for all of them. An engine's peer host
 * is the station's identity, by which the right certificate is found and sessions are resumed only
 * by the station that began them. The server must be of the same authority.
 */
final class StationKeys extends X509ExtendedKeyManager {
  private final Authority authority;
  private final KeyPair pair;
  private final Map<String, X509Certificate> certificates = new ConcurrentHashMap<>();
  private final SSLContext context;

  StationKeys(Authority authority) throws GeneralSecurityException, java.io.IOException {
    this.authority = authority;
    this.pair = Authority.keys();
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("authority", authority.certificate());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[] {this}, trust.getTrustManagers(), null);
  }

  /** Makes a station's certificate before the load begins. */
  void prepare(String identity) throws GeneralSecurityException {
    certificates.put(identity, authority.station(identity, pair.getPublic()));
  }

  SSLEngine engine(String identity, int port) {
    return context.createSSLEngine(identity, port);
  }

  @Override
  public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
    return engine.getPeerHost();
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return new X509Certificate[] {certificates.get(alias)};
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return pair.getPrivate();
  }

  @Override
  public String[] getClientAliases(String type, Principal[] issuers) {
    return certificates.keySet().toArray(new String[0]);
  }

  @Override
  public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
    throw new UnsupportedOperationException("engines only");
  }

  @Override
  public String[] getServerAliases(String type, Principal[] issuers) {
    return new String[0];
  }

  @Override
  public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
    throw new UnsupportedOperationException("clients only");
  }
}
