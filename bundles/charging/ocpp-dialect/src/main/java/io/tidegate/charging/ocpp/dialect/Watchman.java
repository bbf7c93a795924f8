package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.security.SecurityEvent;
import io.tidegate.api.security.SecurityLog;
import java.util.concurrent.atomic.AtomicReference;

/** Hands security events to whoever keeps them; nobody need be there. Thread-safe. */
final class Watchman {
  private final AtomicReference<SecurityLog> log = new AtomicReference<>();

  void bind(SecurityLog keeper) {
    log.set(keeper);
  }

  void unbind(SecurityLog keeper) {
    log.compareAndSet(keeper, null);
  }

  void raise(SecurityEvent.Type type, Line line, String detail) {
    reported(line, type.text(), detail);
  }

  /** An event in the station's own words. */
  void reported(Line line, String type, String detail) {
    SecurityLog keeper = log.get();
    if (keeper != null) {
      keeper.raise(type, line.station().value(), line.mailbox().peer().remote(), detail);
    }
  }
}
