package io.tidegate.admin.updates.engine;

import io.tidegate.admin.updates.store.Before;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.dto.ServiceReferenceDTO;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.SatisfiedReferenceDTO;

/**
 * Which services components have got. A reference that may be empty is satisfied when it is: a
 * control loop without any actuator runs, and moves nothing. Worse is a component that had services
 * of a kind, asks for that kind still, and has none, while what it had would be there. The
 * updater's thread.
 */
final class Bonds {
  private final Bundles bundles;
  private final Supplier<Optional<ServiceComponentRuntime>> runtime;

  Bonds(Bundles bundles, Supplier<Optional<ServiceComponentRuntime>> runtime) {
    this.bundles = bundles;
    this.runtime = runtime;
  }

  /** Of components of those bundles; such as are not active have nothing yet. */
  List<Before.Bond> take(List<Bundle> exchanged) {
    List<Before.Bond> bonds = new ArrayList<>();
    runtime
        .get()
        .ifPresent(
            scr -> {
              for (Bundle bundle : exchanged) {
                for (ComponentDescriptionDTO component : scr.getComponentDescriptionDTOs(bundle)) {
                  for (ComponentConfigurationDTO instance : active(scr, component)) {
                    for (SatisfiedReferenceDTO has : instance.satisfiedReferences) {
                      if (has.boundServices.length > 0) {
                        bonds.add(bond(bundle, component, has));
                      }
                    }
                  }
                }
              }
            });
    return bonds.stream().distinct().toList();
  }

  private Before.Bond bond(
      Bundle bundle, ComponentDescriptionDTO component, SatisfiedReferenceDTO has) {
    TreeSet<String> providers = new TreeSet<>();
    for (ServiceReferenceDTO bound : has.boundServices) {
      bundles.all().stream()
          .filter(each -> each.getBundleId() == bound.bundle)
          .map(Bundle::getSymbolicName)
          .forEach(providers::add);
    }
    return new Before.Bond(
        bundle.getSymbolicName(),
        bundle.getVersion().toString(),
        component.name,
        type(component, has.name),
        has.target == null ? "" : has.target,
        List.copyOf(providers));
  }

  private static String type(ComponentDescriptionDTO component, String reference) {
    return Arrays.stream(component.references)
        .filter(each -> each.name.equals(reference))
        .map(each -> each.interfaceName)
        .findFirst()
        .orElse("");
  }

  private static List<ComponentConfigurationDTO> active(
      ServiceComponentRuntime scr, ComponentDescriptionDTO component) {
    return scr.getComponentConfigurationDTOs(component).stream()
        .filter(instance -> instance.state == ComponentConfigurationDTO.ACTIVE)
        .toList();
  }

  /** What has nothing of a kind any more: a sentence each, by what it is about. */
  Map<String, String> gone(Before before) {
    Map<String, String> gone = new HashMap<>();
    runtime
        .get()
        .ifPresent(
            scr -> {
              for (Before.Bond bond : before.bonds()) {
                if (bundles.succeeds(bond.bundle(), bond.version()) && loose(scr, bond)) {
                  offering(bond)
                      .ifPresent(provider -> gone.put("bond " + bond, words(bond, provider)));
                }
              }
            });
    return gone;
  }

  private static String words(Before.Bond bond, String provider) {
    return "component "
        + bond.component()
        + " has no "
        + bond.type()
        + " any more, which "
        + provider
        + " still offers and it used before";
  }

  /** Whether the component is there, asks for that kind, and has none of it. */
  private boolean loose(ServiceComponentRuntime scr, Before.Bond bond) {
    List<ComponentConfigurationDTO> running = new ArrayList<>();
    for (ComponentDescriptionDTO component :
        scr.getComponentDescriptionDTOs(bundles.running(bond.bundle()).orElseThrow())) {
      if (component.name.equals(bond.component())) {
        List<String> names = names(component, bond.type());
        for (ComponentConfigurationDTO instance : active(scr, component)) {
          if (names.isEmpty() || has(instance, names)) {
            return false;
          }
          running.add(instance);
        }
      }
    }
    return !running.isEmpty();
  }

  private static boolean has(ComponentConfigurationDTO instance, List<String> references) {
    return Arrays.stream(instance.satisfiedReferences)
        .anyMatch(each -> references.contains(each.name) && each.boundServices.length > 0);
  }

  /**
   * Names of the references to services of a type. One that takes what is there when the component
   * is made, and nothing later, depends on who starts first, as it did before.
   */
  private static List<String> names(ComponentDescriptionDTO component, String type) {
    return Arrays.stream(component.references)
        .filter(each -> each.interfaceName.equals(type) && !byChance(each))
        .map(each -> each.name)
        .toList();
  }

  private static boolean byChance(ReferenceDTO reference) {
    return reference.cardinality.startsWith("0")
        && "static".equals(reference.policy)
        && "reluctant".equals(reference.policyOption);
  }

  /** Who still offers what the component would have taken before. */
  private Optional<String> offering(Before.Bond bond) {
    return bundles.services(bond.type()).stream()
        .filter(reference -> matches(reference, bond.target()))
        .map(ServiceReference::getBundle)
        .filter(Objects::nonNull) // it went meanwhile
        .map(Bundle::getSymbolicName)
        .filter(bond.providers()::contains)
        .findFirst();
  }

  private static boolean matches(ServiceReference<?> reference, String target) {
    try {
      return target.isEmpty() || FrameworkUtil.createFilter(target).match(reference);
    } catch (InvalidSyntaxException e) {
      return false; // nothing can have matched it
    }
  }
}
