package io.tidegate.hardware.profiles;

import java.lang.reflect.Proxy;
import java.util.Dictionary;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Keeps configurations in a map. */
final class FakeConfigurationAdmin {
  final Map<String, Dictionary<String, ?>> configurations = new ConcurrentHashMap<>();

  ConfigurationAdmin service() {
    return proxy(
        ConfigurationAdmin.class,
        (method, arguments) ->
            switch (method) {
              case "getFactoryConfiguration" -> configuration(arguments[0] + "~" + arguments[1]);
              case "listConfigurations" ->
                  configurations.keySet().stream()
                      .map(this::configuration)
                      .toArray(Configuration[]::new);
              default -> throw new UnsupportedOperationException(method);
            });
  }

  @SuppressWarnings("unchecked")
  private Configuration configuration(String pid) {
    return proxy(
        Configuration.class,
        (method, arguments) ->
            switch (method) {
              case "getPid" -> pid;
              case "delete" -> configurations.remove(pid);
              case "updateIfDifferent" ->
                  !arguments[0].equals(
                      configurations.put(pid, (Dictionary<String, ?>) arguments[0]));
              default -> throw new UnsupportedOperationException(method);
            });
  }

  private interface Answer {
    Object to(String method, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answer.to(method.getName(), arguments)));
  }
}
