package io.tidegate.charging.secc;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The devices that are there now, by name. Thread-safe. */
final class Devices {
  private final Map<String, Object> byName = new ConcurrentHashMap<>();

  void add(String name, Object device) {
    byName.put(name, device);
  }

  void remove(String name, Object device) {
    byName.remove(name, device);
  }

  /** The device of that name, when it can do that. */
  <T> Optional<T> find(String name, Class<T> capability) {
    Object device = name.isEmpty() ? null : byName.get(name);
    return capability.isInstance(device) ? Optional.of(capability.cast(device)) : Optional.empty();
  }
}
