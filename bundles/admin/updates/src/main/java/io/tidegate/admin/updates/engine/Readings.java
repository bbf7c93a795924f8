package io.tidegate.admin.updates.engine;

import io.tidegate.admin.updates.store.Before;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/**
 * Who takes which configuration. A component that asks for another one, or for none, runs with its
 * defaults, a policy switched off as a rule, and nothing is red. The updater's thread.
 */
final class Readings {
  private static final List<String> SERVICES =
      List.of("org.osgi.service.cm.ManagedService", "org.osgi.service.cm.ManagedServiceFactory");

  private final Bundles bundles;
  private final Supplier<Optional<ServiceComponentRuntime>> runtime;
  private final Supplier<Set<String>> configurations;

  /**
   * @param configurations pids of all that there are
   */
  Readings(
      Bundles bundles,
      Supplier<Optional<ServiceComponentRuntime>> runtime,
      Supplier<Set<String>> configurations) {
    this.bundles = bundles;
    this.runtime = runtime;
    this.configurations = configurations;
  }

  /** Configurations that those bundles take. */
  List<Before.Reading> take(List<Bundle> exchanged) {
    List<Before.Reading> readings = new ArrayList<>();
    for (Bundle bundle : exchanged) {
      Set<String> asked = asked(List.of(bundle));
      for (String pid : new TreeSet<>(configurations.get())) {
        if (taken(pid, asked)) {
          readings.add(
              new Before.Reading(bundle.getSymbolicName(), bundle.getVersion().toString(), pid));
        }
      }
    }
    return readings;
  }

  /** Configurations that are there and that nobody takes any more: a sentence each. */
  Map<String, String> gone(Before before) {
    Map<String, String> gone = new HashMap<>();
    if (before.readings().isEmpty()) {
      return gone;
    }
    Set<String> asked = asked(bundles.all());
    Set<String> there = configurations.get();
    for (Before.Reading reading : before.readings()) {
      if (there.contains(reading.pid())
          && !taken(reading.pid(), asked)
          && bundles.succeeds(reading.bundle(), reading.version())) {
        gone.put(
            "configuration " + reading.pid(),
            "nobody takes the configuration "
                + reading.pid()
                + " any more, which "
                + reading.bundle()
                + " took before");
      }
    }
    return gone;
  }

  /** Of several instances each has a name behind that of the factory (OSGi cmpn 8, §104.3). */
  private static boolean taken(String pid, Set<String> asked) {
    int name = pid.indexOf('~');
    return asked.contains(pid) || (name > 0 && asked.contains(pid.substring(0, name)));
  }

  private Set<String> asked(List<Bundle> by) {
    Set<String> asked = new HashSet<>();
    runtime
        .get()
        .ifPresent(
            scr -> {
              Bundle[] those = by.toArray(Bundle[]::new);
              for (ComponentDescriptionDTO each : scr.getComponentDescriptionDTOs(those)) {
                if (!"ignore".equals(each.configurationPolicy)) {
                  asked.addAll(Arrays.asList(each.configurationPid));
                }
              }
            });
    for (String service : SERVICES) {
      for (ServiceReference<?> reference : bundles.services(service)) {
        if (by.contains(reference.getBundle())) {
          pids(reference.getProperty(Constants.SERVICE_PID)).forEach(asked::add);
        }
      }
    }
    return asked;
  }

  private static Stream<String> pids(Object property) {
    if (property instanceof String[] several) {
      return Stream.of(several);
    }
    return property instanceof Collection<?> several
        ? several.stream().map(String::valueOf)
        : Stream.ofNullable(property).map(String::valueOf);
  }
}
