package io.tidegate.admin.updates.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/**
 * Components that ought to run and do not. Those that nobody has configured are not missed, and
 * neither are those that wait for nothing but one of them.
 */
final class Components {
  private static final String REQUIRED = "require";

  private final Supplier<Optional<ServiceComponentRuntime>> runtime;

  Components(Supplier<Optional<ServiceComponentRuntime>> runtime) {
    this.runtime = runtime;
  }

  /**
   * A component that does not run.
   *
   * @param name of it
   * @param words what it waits for, or why it failed
   */
  record Waiting(String name, String words) {}

  /** Of some bundles. */
  List<Waiting> waiting(List<Bundle> bundles) {
    List<Waiting> waiting = new ArrayList<>();
    for (ComponentDescriptionDTO component : enabled(bundles)) {
      runtime
          .get()
          .ifPresent(
              scr ->
                  scr.getComponentConfigurationDTOs(component)
                      .forEach(instance -> judge(scr, component, instance, waiting)));
    }
    return waiting;
  }

  /**
   * Those that would fail as soon as somebody asks for them, since their class cannot be loaded:
   * until then the runtime calls them satisfied. Classes are loaded, and nothing of theirs is run.
   */
  List<Waiting> unloadable(List<Bundle> bundles) {
    List<Waiting> unloadable = new ArrayList<>();
    List<Bundle> active = bundles.stream().filter(b -> b.getState() == Bundle.ACTIVE).toList();
    for (ComponentDescriptionDTO component : enabled(active)) {
      for (Bundle bundle : active) {
        if (bundle.getBundleId() == component.bundle.id) {
          load(bundle, component).ifPresent(unloadable::add);
        }
      }
    }
    return unloadable;
  }

  /**
   * Those that failed in a way that time does not mend: their classes do not fit each other, or no
   * object can be made of them. Any other failure may pass with the next reference that changes,
   * upon which the runtime tries again, so that it is waited for.
   */
  List<Waiting> lost(List<Bundle> bundles) {
    List<Waiting> lost = new ArrayList<>();
    for (ComponentDescriptionDTO component : enabled(bundles)) {
      runtime.get().stream()
          .flatMap(scr -> scr.getComponentConfigurationDTOs(component).stream())
          .filter(instance -> instance.state == ComponentConfigurationDTO.FAILED_ACTIVATION)
          .filter(instance -> Reasons.lasting(instance.failure))
          .forEach(instance -> lost.add(failed(component, instance)));
    }
    return lost;
  }

  private static Optional<Waiting> load(Bundle bundle, ComponentDescriptionDTO component) {
    try {
      Class<?> unused = bundle.loadClass(component.implementationClass);
      return Optional.empty();
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.of(
          new Waiting(
              component.name,
              "component "
                  + component.name
                  + " could not start: class "
                  + component.implementationClass
                  + " cannot be loaded: "
                  + Reasons.of(e)));
    }
  }

  private List<ComponentDescriptionDTO> enabled(List<Bundle> bundles) {
    Optional<ServiceComponentRuntime> scr = runtime.get();
    if (scr.isEmpty() || bundles.isEmpty()) {
      return List.of();
    }
    return scr.get().getComponentDescriptionDTOs(bundles.toArray(Bundle[]::new)).stream()
        .filter(scr.get()::isComponentEnabled)
        .toList();
  }

  private static void judge(
      ServiceComponentRuntime scr,
      ComponentDescriptionDTO component,
      ComponentConfigurationDTO instance,
      List<Waiting> waiting) {
    switch (instance.state) {
      case ComponentConfigurationDTO.UNSATISFIED_REFERENCE -> {
        for (UnsatisfiedReferenceDTO reference : instance.unsatisfiedReferences) {
          if (unconfigured(scr, component, reference.name)) {
            continue;
          }
          waiting.add(new Waiting(component.name, component.name + " waits for " + reference.name));
        }
      }
      case ComponentConfigurationDTO.FAILED_ACTIVATION -> waiting.add(failed(component, instance));
      default -> {
        // runs, or waits for a configuration that nobody has written
      }
    }
  }

  private static Waiting failed(
      ComponentDescriptionDTO component, ComponentConfigurationDTO instance) {
    return new Waiting(
        component.name,
        "component " + component.name + " could not start: " + Reasons.ofTrace(instance.failure));
  }

  /** Whether what is waited for is there, and would be offered if somebody configured it. */
  private static boolean unconfigured(
      ServiceComponentRuntime scr, ComponentDescriptionDTO component, String reference) {
    List<String> types = new ArrayList<>();
    for (ReferenceDTO each : component.references) {
      if (each.name.equals(reference)) {
        types.add(each.interfaceName);
      }
    }
    List<ComponentDescriptionDTO> offering =
        scr.getComponentDescriptionDTOs().stream()
            .filter(each -> List.of(each.serviceInterfaces).stream().anyMatch(types::contains))
            .toList();
    return !offering.isEmpty()
        && offering.stream()
            .allMatch(
                each ->
                    each.configurationPolicy.equals(REQUIRED)
                        && scr.getComponentConfigurationDTOs(each).stream()
                            .allMatch(Components::withoutConfiguration));
  }

  private static boolean withoutConfiguration(ComponentConfigurationDTO instance) {
    return instance.state == ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION;
  }
}
