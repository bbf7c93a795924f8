package io.tidegate.admin.updates.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Components that ought to run and do not. Those that nobody has configured are not missed. */
final class Components {
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
    if (!bundles.isEmpty()) {
      runtime
          .get()
          .ifPresent(
              scr -> {
                for (ComponentDescriptionDTO component :
                    scr.getComponentDescriptionDTOs(bundles.toArray(Bundle[]::new))) {
                  if (scr.isComponentEnabled(component)) {
                    scr.getComponentConfigurationDTOs(component)
                        .forEach(instance -> judge(component, instance, waiting));
                  }
                }
              });
    }
    return waiting;
  }

  private static void judge(
      ComponentDescriptionDTO component,
      ComponentConfigurationDTO instance,
      List<Waiting> waiting) {
    switch (instance.state) {
      case ComponentConfigurationDTO.UNSATISFIED_REFERENCE -> {
        for (UnsatisfiedReferenceDTO reference : instance.unsatisfiedReferences) {
          waiting.add(new Waiting(component.name, component.name + " waits for " + reference.name));
        }
      }
      case ComponentConfigurationDTO.FAILED_ACTIVATION ->
          waiting.add(
              new Waiting(
                  component.name, component.name + " could not start: " + line(instance.failure)));
      default -> {
        // runs, or waits for a configuration that nobody has written
      }
    }
  }

  private static String line(String text) {
    return text == null ? "unknown" : text.lines().findFirst().orElse("unknown");
  }
}
