package io.tidegate.charging.v2gtp.transport;

/** Catalogue codes of this bundle, found in the log under these names. */
final class Codes {
  static final String HANDSHAKE_TIMEOUT = "ERR_V2G_HANDSHAKE_TIMEOUT";
  static final String TLS_HANDSHAKE = "TLS_ERR_HANDSHAKE";
  static final String CERTIFICATE = "CERT_VALIDATION_ERROR";

  private Codes() {}
}
