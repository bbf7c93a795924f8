package io.tidegate.codec.ocpp.json;

import java.util.HashMap;
import java.util.Map;

/**
 * Ties records to the objects of one table, each when it is first used by another.
 *
 * <p>Used while a {@link Protocol} is made, by one thread.
 */
final class Binder {
  private final boolean newer;
  private final Map<Type.Fields, Class<?>> records = new HashMap<>();

  /**
   * @param newer whether the records may be shaped after a newer version than the table
   */
  Binder(boolean newer) {
    this.newer = newer;
  }

  boolean newer() {
    return newer;
  }

  /** The shape of a record that stands for an object; they are named alike, letter case aside. */
  Shape object(Class<? extends Record> record, Type.Fields type) {
    if (!record.getSimpleName().equalsIgnoreCase(type.name())) {
      throw new IllegalArgumentException(record.getSimpleName() + " cannot hold " + type.name());
    }
    return bind(record, type);
  }

  /** The shape of a record that stands for a payload. */
  Shape bind(Class<? extends Record> record, Type.Fields type) {
    Class<?> before = records.putIfAbsent(type, record);
    if (before == null) {
      type.bind(new Shape(record, type, this));
    } else if (before != record) {
      throw new IllegalArgumentException(type.name() + " is bound to " + before + " already");
    }
    return type.shape();
  }
}
