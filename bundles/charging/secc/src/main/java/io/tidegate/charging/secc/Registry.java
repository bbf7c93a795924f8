package io.tidegate.charging.secc;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** Offers services. */
class Registry {
  private final BundleContext context;

  Registry(BundleContext context) {
    this.context = context;
  }

  /**
   * @return takes it back
   */
  <T> Runnable offer(Class<T> type, T service, Map<String, String> properties) {
    ServiceRegistration<T> registration =
        context.registerService(type, service, dictionary(properties));
    return registration::unregister;
  }

  @SuppressWarnings("JdkObsolete") // OSGi asks for a Dictionary
  private static Dictionary<String, Object> dictionary(Map<String, String> properties) {
    return new Hashtable<>(properties);
  }
}
