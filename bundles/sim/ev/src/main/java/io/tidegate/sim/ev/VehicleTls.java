package io.tidegate.sim.ev;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jsse.BCSSLEngine;
import org.bouncycastle.jsse.BCSSLParameters;
import org.bouncycastle.jsse.provider.BouncyCastleJsseProvider;

/**
 * TLS of a vehicle: 1.3 with its own certificate and the two suites of ISO 15118-20, 1.2 with the
 * suite that is seen in the field for ISO 15118-2. Thread-safe.
 */
final class VehicleTls {
  private static final char[] PASSWORD = "vehicle".toCharArray();
  private static final Provider CRYPTO = new BouncyCastleProvider();
  private static final Provider TLS = new BouncyCastleJsseProvider(CRYPTO);

  private static final List<String> SUITES_13 =
      List.of("TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");
  private static final List<String> SUITES_12 = List.of("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256");

  private final ConcurrentMap<Credentials, SSLContext> contexts = new ConcurrentHashMap<>();

  /**
   * An engine for one connection.
   *
   * @param mutual TLS 1.3 and nothing before; else 1.2
   */
  SSLEngine engine(Credentials credentials, boolean mutual) {
    SSLEngine engine = contexts.computeIfAbsent(credentials, VehicleTls::context).createSSLEngine();
    engine.setUseClientMode(true);
    BCSSLParameters parameters = ((BCSSLEngine) engine).getParameters();
    parameters.setProtocols(new String[] {mutual ? "TLSv1.3" : "TLSv1.2"});
    parameters.setCipherSuites((mutual ? SUITES_13 : SUITES_12).toArray(String[]::new));
    parameters.setNamedGroups(
        mutual ? new String[] {"secp521r1", "x448", "secp256r1"} : new String[] {"secp256r1"});
    ((BCSSLEngine) engine).setParameters(parameters);
    return engine;
  }

  private static SSLContext context(Credentials credentials) {
    try {
      KeyStore anchors = empty();
      int number = 0;
      for (X509Certificate anchor : credentials.anchors()) {
        anchors.setCertificateEntry("anchor" + number++, anchor);
      }
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX", TLS);
      trust.init(anchors);
      KeyStore own = empty();
      if (credentials.vehicle().isPresent()) {
        Credentials.Held held = credentials.vehicle().get();
        own.setKeyEntry(
            "vehicle", held.key(), PASSWORD, held.chain().toArray(X509Certificate[]::new));
      }
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX", TLS);
      keys.init(own, PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS", TLS);
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("these credentials cannot be used: " + e.getMessage(), e);
    }
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12", CRYPTO);
    store.load(null, null);
    return store;
  }
}
