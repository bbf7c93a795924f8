package io.tidegate.charging.v2gtp.transport;

import java.util.Map;
import org.bouncycastle.tls.CipherSuite;

/** Names of the suites that vehicles may use (IANA). */
final class TlsSuites {
  private static final Map<Integer, String> NAMES =
      Map.of(
          CipherSuite.TLS_AES_256_GCM_SHA384, "TLS_AES_256_GCM_SHA384",
          CipherSuite.TLS_CHACHA20_POLY1305_SHA256, "TLS_CHACHA20_POLY1305_SHA256",
          CipherSuite.TLS_AES_128_GCM_SHA256, "TLS_AES_128_GCM_SHA256",
          CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256,
              "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
          CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
              "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");

  private TlsSuites() {}

  static String name(int suite) {
    return NAMES.getOrDefault(suite, String.format("0x%04X", suite));
  }
}
