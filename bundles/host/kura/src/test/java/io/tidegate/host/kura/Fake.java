package io.tidegate.host.kura;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.Function;

/** Services of a framework of which a test needs two methods and no more. */
final class Fake {
  private Fake() {}

  /**
   * An object that does what it is told to; of anything else it is an error to ask it.
   *
   * @param does by the name of the method
   */
  static <T> T of(Class<T> type, Map<String, Function<Object[], Object>> does) {
    return type.cast(
        Proxy.newProxyInstance(
            Fake.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "hashCode" -> System.identityHashCode(self);
                  case "equals" -> self == arguments[0];
                  case "toString" -> type.getSimpleName();
                  default -> {
                    if (!does.containsKey(method.getName())) {
                      throw new AssertionError(method + " was not expected");
                    }
                    yield does.get(method.getName()).apply(arguments);
                  }
                }));
  }
}
