package io.tidegate.charging.ocpp.transport;

import io.netty.handler.ssl.NotSslRecordException;
import io.tidegate.api.security.SecurityEvent;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Why a handshake failed, as a security event (A00.FR.315, A00.FR.322, A00.FR.404–408). The JDK
 * tells it by words only; a test holds them against each Java it runs on.
 *
 * @param event empty when it is none: the peer has gone, or spoke no TLS
 * @param reason without line breaks
 */
record TlsFailure(Optional<SecurityEvent.Type> event, String reason) {

  static TlsFailure of(Throwable cause) {
    if (cause instanceof ClosedChannelException) {
      return new TlsFailure(Optional.empty(), "the peer has gone");
    }
    Throwable deepest = cause;
    boolean certificate = false;
    for (Throwable each = cause; each != null; each = each.getCause()) {
      certificate |= each instanceof CertificateException;
      deepest = each;
    }
    String text = String.valueOf(deepest.getMessage()).replaceAll("\\p{Cntrl}", "?");
    if (cause instanceof NotSslRecordException) {
      return new TlsFailure(Optional.empty(), "no TLS");
    }
    return new TlsFailure(
        cause instanceof SSLException ? type(certificate, text) : Optional.empty(), text);
  }

  private static Optional<SecurityEvent.Type> type(boolean certificate, String text) {
    if (certificate || text.contains("ertificate")) {
      return Optional.of(SecurityEvent.Type.INVALID_CHARGING_STATION_CERTIFICATE);
    }
    if (text.contains("protocol") && (text.contains("version") || text.contains("supported"))) {
      return Optional.of(SecurityEvent.Type.INVALID_TLS_VERSION);
    }
    if (text.contains("cipher suites in common")) {
      return Optional.of(SecurityEvent.Type.INVALID_TLS_CIPHER_SUITE);
    }
    return Optional.empty();
  }
}
