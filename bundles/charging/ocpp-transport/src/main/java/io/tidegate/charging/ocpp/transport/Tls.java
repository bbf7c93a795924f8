package io.tidegate.charging.ocpp.transport;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.tidegate.api.security.TlsMaterial;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * TLS for stations: 1.2 and 1.3, an explicit list of suites (OCPP A00.FR.318, A00.FR.421), TLS_RSA
 * only when it is switched on and the Java at hand still has it. A station that comes back resumes
 * its session, for an hour at most and as long as the keys stay the same. Stateless.
 */
final class Tls {
  private static final List<String> SUITES =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
  private static final List<String> RSA_SUITES =
      List.of("TLS_RSA_WITH_AES_128_GCM_SHA256", "TLS_RSA_WITH_AES_256_GCM_SHA384");
  private static final int SESSIONS = 20_000;
  private static final long SESSION_SECONDS = TimeUnit.HOURS.toSeconds(1);

  private Tls() {}

  /**
   * For new handshakes; those that have begun keep what they have.
   *
   * @throws GeneralSecurityException when this Java cannot do what is asked for
   */
  static SslContext context(
      TransportConfig.TlsPlan plan, TlsMaterial material, Supplier<CertificateRules> rules)
      throws GeneralSecurityException {
    List<String> suites = new ArrayList<>(SUITES);
    if (plan.rsaSuites()) {
      suites.addAll(RSA_SUITES);
    }
    SslContextBuilder builder =
        SslContextBuilder.forServer(material.keys())
            .sslProvider(SslProvider.JDK)
            .protocols("TLSv1.3", "TLSv1.2")
            .ciphers(suites, SupportedCipherSuiteFilter.INSTANCE)
            .sessionCacheSize(SESSIONS)
            .sessionTimeout(SESSION_SECONDS)
            .clientAuth(
                switch (plan.clientAuth()) {
                  case NONE -> ClientAuth.NONE;
                  case OPTIONAL -> ClientAuth.OPTIONAL;
                  case REQUIRED -> ClientAuth.REQUIRE;
                });
    if (!material.trusted().isEmpty()) {
      builder.trustManager(new StationTrust(material.trusted(), plan.organization(), rules));
    }
    try {
      return builder.build();
    } catch (SSLException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /** A sentence when suites were asked for that this Java no longer has; empty otherwise. */
  static String missingSuites(TransportConfig.TlsPlan plan) {
    if (!plan.rsaSuites()) {
      return "";
    }
    try {
      List<String> known =
          Arrays.asList(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
      return known.containsAll(RSA_SUITES)
          ? ""
          : OcppTransport.field("tls.rsa.suites") + "this Java no longer has TLS_RSA suites";
    } catch (GeneralSecurityException e) {
      return "";
    }
  }
}
