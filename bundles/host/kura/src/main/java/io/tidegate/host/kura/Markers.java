package io.tidegate.host.kura;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what should be visible in Kura with what is, and registers and unregisters markers until
 * both are the same. Used by one thread, but for {@link #count}.
 *
 * <p>Kura's ConfigurationService looks at the properties of such a service and never at the object.
 * It writes to ConfigurationAdmin while it is told, so this holds no lock.
 */
final class Markers {
  private static final Logger LOG = LoggerFactory.getLogger(Markers.class);
  private static final ConfigurableComponent MARKER = new ConfigurableComponent() {};

  private final BundleContext context;
  private final ConfigurationAdmin configurations;
  private final Forms forms;
  private final Map<Marker, ServiceRegistration<?>> registered = new HashMap<>();
  private final Set<String> doubles = new TreeSet<>();
  private volatile Count count = new Count(0, 0, List.of());

  Markers(BundleContext context, ConfigurationAdmin configurations, Forms forms) {
    this.context = context;
    this.configurations = configurations;
    this.forms = forms;
  }

  /**
   * How many are visible.
   *
   * @param doubles names that two instances claim; one of the two is not visible
   */
  record Count(int single, int instances, List<String> doubles) {}

  Count count() {
    return count;
  }

  /** Brings Kura's view up to date. */
  void reconcile() {
    Set<Marker> wanted = wanted();
    List<Marker> gone = registered.keySet().stream().filter(m -> !wanted.contains(m)).toList();
    gone.forEach(this::hide);
    wanted.stream().filter(m -> !registered.containsKey(m)).toList().forEach(this::show);
    int instances = (int) wanted.stream().filter(m -> !m.factory().isEmpty()).count();
    count = new Count(wanted.size() - instances, instances, List.copyOf(doubles));
  }

  /** Takes all markers away. */
  void clear() {
    List.copyOf(registered.keySet()).forEach(this::hide);
    count = new Count(0, 0, List.of());
  }

  private Set<Marker> wanted() {
    Forms.Pids pids = forms.of(context.getBundles());
    Set<Marker> wanted = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (String pid : pids.single()) {
      names.add(pid);
      wanted.add(Marker.single(pid));
    }
    doubles.clear();
    for (Marker instance : instances(pids.factories())) {
      if (names.add(instance.name())) {
        wanted.add(instance);
      } else {
        doubles.add(instance.name());
      }
    }
    return wanted;
  }

  /** In the order of their PIDs, so that of two with one name it is always the same that shows. */
  private List<Marker> instances(Set<String> factories) {
    List<Marker> instances = new ArrayList<>();
    try {
      Configuration[] found = configurations.listConfigurations("(service.factoryPid=*)");
      for (Configuration configuration : found == null ? new Configuration[0] : found) {
        Dictionary<String, Object> properties = configuration.getProperties();
        if (properties != null && factories.contains(configuration.getFactoryPid())) {
          Object name = properties.get(Marker.NAME);
          String pid = configuration.getPid();
          instances.add(
              new Marker(
                  pid,
                  name instanceof String text && !text.isBlank() ? text : pid,
                  configuration.getFactoryPid()));
        }
      }
    } catch (IOException | InvalidSyntaxException e) {
      throw new IllegalStateException("the configurations cannot be listed", e);
    } catch (IllegalStateException e) {
      // deleted while it was read: the event of that brings us back here
      LOG.debug("A configuration went away meanwhile", e);
    }
    instances.sort(java.util.Comparator.comparing(Marker::pid));
    return instances;
  }

  private void show(Marker marker) {
    registered.put(
        marker, context.registerService(ConfigurableComponent.class, MARKER, marker.properties()));
    LOG.info("{} is visible in Kura as {}", marker.pid(), marker.name());
  }

  private void hide(Marker marker) {
    ServiceRegistration<?> registration = registered.remove(marker);
    try {
      registration.unregister();
      LOG.info("{} is no longer visible in Kura", marker.name());
    } catch (IllegalStateException e) {
      LOG.debug("{} was unregistered with our bundle", marker.name(), e);
    }
  }
}
