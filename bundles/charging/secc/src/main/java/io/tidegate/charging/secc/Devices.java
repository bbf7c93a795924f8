package io.tidegate.charging.secc;

import io.tidegate.codec.settings.Newest;
import java.util.Optional;

/** The devices that are there now, by name, the newest of each. Thread-safe. */
final class Devices {
  private final Newest<String, Object> byName = new Newest<>();

  void add(String name, Object device, Newest.Standing standing) {
    byName.add(name, device, standing);
  }

  void remove(long service) {
    byName.remove(service);
  }

  /** The device of that name, when it can do that. */
  <T> Optional<T> find(String name, Class<T> capability) {
    Object device = name.isEmpty() ? null : byName.live().get(name);
    return capability.isInstance(device) ? Optional.of(capability.cast(device)) : Optional.empty();
  }
}
