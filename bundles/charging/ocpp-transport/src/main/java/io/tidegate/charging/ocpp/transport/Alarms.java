package io.tidegate.charging.ocpp.transport;

import io.tidegate.api.security.SecurityEvent;
import io.tidegate.api.security.SecurityLog;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicReference;

/** Where security events go while somebody keeps them; our own log has them too. Thread-safe. */
final class Alarms {
  private final AtomicReference<SecurityLog> log = new AtomicReference<>();

  void bind(SecurityLog keeper) {
    log.set(keeper);
  }

  void unbind(SecurityLog keeper) {
    log.compareAndSet(keeper, null);
  }

  /** Notes it; never blocks. */
  void raise(SecurityEvent.Type type, String station, SocketAddress remote, String detail) {
    SecurityLog keeper = log.get();
    if (keeper != null) {
      keeper.raise(type.text(), station, text(remote), detail);
    }
  }

  private static String text(SocketAddress remote) {
    return remote instanceof InetSocketAddress address && address.getAddress() != null
        ? address.getAddress().getHostAddress() + ":" + address.getPort()
        : "";
  }
}
