package io.tidegate.admin.command.line;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/**
 * Finds our components that ought to run and do not. One that waits for a configuration which
 * nobody has written (a driver not in use) is not missed, nor is one that serves only such ones of
 * its own bundle (what carries the links of management systems while there is none).
 */
final class Missing {
  private static final String OURS = "io.tidegate.";

  private Missing() {}

  /** One sentence for each. */
  static List<String> among(ServiceComponentRuntime runtime) {
    List<String> missing = new ArrayList<>();
    for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs()) {
      if (component.bundle.symbolicName.startsWith(OURS) && runtime.isComponentEnabled(component)) {
        for (ComponentConfigurationDTO instance :
            runtime.getComponentConfigurationDTOs(component)) {
          judge(runtime, component, instance, missing);
        }
      }
    }
    return missing;
  }

  private static void judge(
      ServiceComponentRuntime runtime,
      ComponentDescriptionDTO component,
      ComponentConfigurationDTO instance,
      List<String> missing) {
    switch (instance.state) {
      case ComponentConfigurationDTO.UNSATISFIED_REFERENCE -> {
        for (UnsatisfiedReferenceDTO reference : instance.unsatisfiedReferences) {
          if (!unused(runtime, component, reference)) {
            missing.add(component.name + " waits for " + wanted(component, reference));
          }
        }
      }
      case ComponentConfigurationDTO.FAILED_ACTIVATION ->
          missing.add(component.name + " could not start: " + firstLine(instance.failure));
      default -> {}
    }
  }

  /** Whether the bundle itself offers what is wanted, only for configurations, and has none. */
  private static boolean unused(
      ServiceComponentRuntime runtime,
      ComponentDescriptionDTO component,
      UnsatisfiedReferenceDTO reference) {
    String type = type(component, reference);
    List<ComponentDescriptionDTO> sources =
        runtime.getComponentDescriptionDTOs().stream()
            .filter(source -> source.bundle.id == component.bundle.id)
            .filter(source -> Arrays.asList(source.serviceInterfaces).contains(type))
            .toList();
    return !sources.isEmpty()
        && sources.stream()
            .allMatch(
                source ->
                    "require".equals(source.configurationPolicy)
                        && runtime.getComponentConfigurationDTOs(source).stream()
                            .allMatch(
                                configured ->
                                    configured.state
                                        == ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION));
  }

  private static String type(ComponentDescriptionDTO component, UnsatisfiedReferenceDTO reference) {
    return Arrays.stream(component.references)
        .filter(declared -> declared.name.equals(reference.name))
        .map(declared -> declared.interfaceName)
        .findFirst()
        .orElse(reference.name);
  }

  private static String wanted(
      ComponentDescriptionDTO component, UnsatisfiedReferenceDTO reference) {
    String type = type(component, reference);
    return reference.target == null || reference.target.isEmpty()
        ? type
        : type + " " + reference.target;
  }

  private static String firstLine(String text) {
    return text == null ? "unknown" : text.lines().findFirst().orElse("unknown");
  }
}
