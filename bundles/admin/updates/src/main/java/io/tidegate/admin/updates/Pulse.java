package io.tidegate.admin.updates;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/**
 * Lets the launcher see that there is an updater, and since when it has not moved. The launcher is
 * no bundle: a service in a type of the JDK, with {@code tidegate.launcher=updates}. Any thread.
 */
final class Pulse implements AutoCloseable {
  private final ServiceRegistration<?> registration;

  @SuppressWarnings("JdkObsolete") // OSGi asks for a Dictionary
  Pulse(BundleContext context, LongSupplier silentMs) {
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put("tidegate.launcher", "updates");
    Supplier<Long> silent = silentMs::getAsLong;
    registration = context.registerService(Supplier.class, silent, properties);
  }

  @Override
  public void close() {
    registration.unregister();
  }
}
