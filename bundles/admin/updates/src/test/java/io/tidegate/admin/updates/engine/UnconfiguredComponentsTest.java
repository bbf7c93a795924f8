package io.tidegate.admin.updates.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** What counts as a component that ought to run and does not (P2). */
class UnconfiguredComponentsTest {
  private final Map<ComponentDescriptionDTO, List<ComponentConfigurationDTO>> known =
      new HashMap<>();
  private final ComponentDescriptionDTO relay = component("relay", "optional", "Relay");

  UnconfiguredComponentsTest() {
    ReferenceDTO link = new ReferenceDTO();
    link.name = "link";
    link.interfaceName = "Upstream";
    relay.references = new ReferenceDTO[] {link};
    ComponentConfigurationDTO instance = in(ComponentConfigurationDTO.UNSATISFIED_REFERENCE);
    instance.unsatisfiedReferences = new UnsatisfiedReferenceDTO[] {new UnsatisfiedReferenceDTO()};
    instance.unsatisfiedReferences[0].name = "link";
    known.get(relay).add(instance);
  }

  private ComponentDescriptionDTO component(String name, String policy, String offers) {
    ComponentDescriptionDTO component = new ComponentDescriptionDTO();
    component.name = name;
    component.configurationPolicy = policy;
    component.serviceInterfaces = new String[] {offers};
    component.references = new ReferenceDTO[0];
    known.put(component, new ArrayList<>());
    return component;
  }

  private static ComponentConfigurationDTO in(int state) {
    ComponentConfigurationDTO instance = new ComponentConfigurationDTO();
    instance.state = state;
    return instance;
  }

  /** The relay is of the bundle that is asked about, all else of others. */
  private List<Components.Waiting> waiting() {
    ServiceComponentRuntime scr =
        (ServiceComponentRuntime)
            Proxy.newProxyInstance(
                UnconfiguredComponentsTest.class.getClassLoader(),
                new Class<?>[] {ServiceComponentRuntime.class},
                (self, method, arguments) ->
                    switch (method.getName()) {
                      case "getComponentDescriptionDTOs" ->
                          ((Bundle[]) arguments[0]).length == 0 ? known.keySet() : List.of(relay);
                      case "getComponentConfigurationDTOs" -> known.get(arguments[0]);
                      case "isComponentEnabled" -> true;
                      default -> throw new UnsupportedOperationException(method.getName());
                    });
    Bundle bundle =
        (Bundle)
            Proxy.newProxyInstance(
                UnconfiguredComponentsTest.class.getClassLoader(),
                new Class<?>[] {Bundle.class},
                (self, method, arguments) -> 0);
    return new Components(() -> Optional.of(scr)).waiting(List.of(bundle));
  }

  @Test
  void missesAComponentWhoseServiceNobodyWouldOffer() {
    component("other", "require", "SomethingElse");
    assertThat(waiting()).containsExactly(new Components.Waiting("relay", "relay waits for link"));
  }

  @Test
  void doesNotMissOneThatWaitsForWhatNobodyHasConfigured() {
    ComponentDescriptionDTO upstream = component("upstream", "require", "Upstream");
    assertThat(waiting()).isEmpty();
    known.get(upstream).add(in(ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION));
    assertThat(waiting()).isEmpty();
  }

  @Test
  void missesOneThatWaitsForWhatIsConfiguredAndDoesNotRun() {
    ComponentDescriptionDTO upstream = component("upstream", "require", "Upstream");
    known.get(upstream).add(in(ComponentConfigurationDTO.FAILED_ACTIVATION));
    assertThat(waiting()).hasSize(1);
  }

  @Test
  void missesOneThatWaitsForWhatNeedsNoConfiguration() {
    component("upstream", "optional", "Upstream");
    assertThat(waiting()).hasSize(1);
  }
}
