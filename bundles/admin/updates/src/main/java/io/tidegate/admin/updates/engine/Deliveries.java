package io.tidegate.admin.updates.engine;

import io.tidegate.admin.updates.store.Before;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/**
 * Whether what comes can be had when somebody asks for it. The component runtime offers the service
 * of a delayed component before there is an object of it, and keeps offering it when there can be
 * none. Asked for are only services that others ask for as well: health checks, what the HTTP
 * server serves, and what others used before. The updater's thread.
 */
final class Deliveries {
  private static final String WHITEBOARD = "osgi.http.whiteboard.";
  private static final String COMPONENT = "component.name";

  private final Bundles bundles;

  /** Services whose objects there were: a component is not made and dropped at every look. */
  private final Set<Object> had = new HashSet<>();

  /** What hung is not asked a second time. */
  private final Map<Object, String> hung = new HashMap<>();

  Deliveries(Bundles bundles) {
    this.bundles = bundles;
  }

  /**
   * What cannot be had: a sentence each, by what it is about.
   *
   * @param waiting names of components that are known not to run
   */
  Map<String, String> failing(Before before, Set<String> waiting) throws InterruptedException {
    Map<String, String> failing = new HashMap<>();
    for (ServiceReference<?> reference : bundles.services()) {
      Bundle owner = reference.getBundle(); // none when it went meanwhile
      if (owner != null && before.coming().contains(owner.getSymbolicName())) {
        String component = component(reference, owner);
        if (!waiting.contains(component) && wanted(reference, owner.getSymbolicName(), before)) {
          failure(reference, owner)
              .ifPresent(words -> failing.put("service of " + component, words));
        }
      }
    }
    hung.forEach((id, words) -> failing.put("service " + id, words));
    return failing;
  }

  /** Whether others are going to ask for it, and nobody has got it so far. */
  private boolean wanted(ServiceReference<?> reference, String owner, Before before) {
    if (had.contains(id(reference)) || reference.getUsingBundles() != null) {
      return false;
    }
    List<String> types = types(reference);
    return types.contains(Services.CHECK)
        || Arrays.stream(reference.getPropertyKeys()).anyMatch(key -> key.startsWith(WHITEBOARD))
        || before.offers().stream()
            .filter(offer -> offer.bundle().equals(owner))
            .flatMap(offer -> offer.services().stream())
            .anyMatch(service -> types.contains(service.type()));
  }

  private Optional<String> failure(ServiceReference<?> reference, Bundle owner)
      throws InterruptedException {
    Object id = id(reference);
    String about =
        "component "
            + component(reference, owner)
            + " offers "
            + String.join(", ", types(reference))
            + " and cannot ";
    try {
      if (bundles.obtainable(reference, owner)) {
        had.add(id);
        return Optional.empty();
      }
      return reference.getBundle() == null // it went meanwhile
          ? Optional.empty()
          : Optional.of(about + "be made when somebody asks for it; the log says why");
    } catch (BundleException e) {
      hung.put(id, about + "be made: " + Reasons.of(e));
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(about + "be made: " + Reasons.of(e));
    }
  }

  private static Object id(ServiceReference<?> reference) {
    return reference.getProperty(Constants.SERVICE_ID);
  }

  private static List<String> types(ServiceReference<?> reference) {
    return List.of((String[]) reference.getProperty(Constants.OBJECTCLASS));
  }

  /** Name of its component; of its bundle, when it is none of a component. */
  private static String component(ServiceReference<?> reference, Bundle owner) {
    return reference.getProperty(COMPONENT) instanceof String name ? name : owner.getSymbolicName();
  }
}
