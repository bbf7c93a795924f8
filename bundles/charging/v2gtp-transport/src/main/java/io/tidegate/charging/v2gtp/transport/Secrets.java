package io.tidegate.charging.v2gtp.transport;

import io.tidegate.api.security.KeyRing;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

final class Secrets {
  private final AtomicReference<KeyRing> ring = new AtomicReference<>();

  void bind(KeyRing found) {
    ring.set(found);
  }

  void unbind(KeyRing gone) {
    ring.compareAndSet(gone, null);
  }

  void refresh(TransportConfig config) {}

  Optional<TlsKeys> keys() {
    return Optional.empty();
  }

  String problem() {
    return "";
  }
}
