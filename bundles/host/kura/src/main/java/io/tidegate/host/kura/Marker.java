package io.tidegate.host.kura;

import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;

/**
 * What makes one configuration appear in Kura.
 *
 * @param pid of the configuration: {@code service.pid}
 * @param name that Kura knows it by: {@code kura.service.pid}
 * @param factory PID of the factory that it is an instance of; empty for a component that is there
 *     once
 */
record Marker(String pid, String name, String factory) {
  static final String NAME = "kura.service.pid";
  private static final String PID = "service.pid";
  private static final String FACTORY = "service.factoryPid";

  static Marker single(String pid) {
    return new Marker(pid, pid, "");
  }

  /** Service properties; Kura reads each of them as a plain string. */
  @SuppressWarnings("JdkObsolete") // services' properties are a Dictionary
  Dictionary<String, Object> properties() {
    Map<String, Object> properties = new HashMap<>();
    properties.put(PID, pid);
    properties.put(NAME, name);
    if (!factory.isEmpty()) {
      properties.put(FACTORY, factory);
    }
    return new Hashtable<>(properties);
  }
}
