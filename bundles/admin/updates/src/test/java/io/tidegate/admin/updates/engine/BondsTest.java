package io.tidegate.admin.updates.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.admin.updates.store.Before;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.dto.ServiceReferenceDTO;
import org.osgi.framework.launch.Framework;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.SatisfiedReferenceDTO;

/** A loop whose actuators may be none, and a dialect that offers one (P2). */
class BondsTest {
  private static final String TYPE = "java.lang.Runnable";

  private final ComponentDescriptionDTO component = new ComponentDescriptionDTO();
  private final ComponentConfigurationDTO instance = new ComponentConfigurationDTO();
  private final ReferenceDTO reference = new ReferenceDTO();
  private final SatisfiedReferenceDTO has = new SatisfiedReferenceDTO();
  private Framework framework;
  private Forge forge;
  private Bonds bonds;
  private Bundle loop;
  private ServiceRegistration<?> actuator;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    forge = new Forge(folder);
    framework =
        new FrameworkFactory()
            .newFramework(Map.of(Constants.FRAMEWORK_STORAGE, folder.resolve("cache").toString()));
    framework.start();
    bonds =
        new Bonds(
            new Bundles(
                framework.getBundleContext(),
                new Patience(),
                new Hangs(() -> Duration.ofSeconds(20))),
            () -> Optional.of(runtime()));
    loop = started("loop", "1.0.0");
    Dictionary<String, Object> properties = new Hashtable<>(Map.of("kind", "ocpp"));
    actuator =
        started("dialect", "1.0.0")
            .getBundleContext()
            .registerService(TYPE, (Runnable) () -> {}, properties);
    component.name = "loop.one";
    component.references = new ReferenceDTO[] {reference};
    reference.name = "Actuator";
    reference.interfaceName = TYPE;
    reference.cardinality = "0..n";
    reference.policy = "dynamic";
    reference.policyOption = "reluctant";
    has.name = "Actuator";
    instance.state = ComponentConfigurationDTO.ACTIVE;
    instance.satisfiedReferences = new SatisfiedReferenceDTO[] {has};
    bind();
  }

  @AfterEach
  void close() throws Exception {
    framework.stop();
    framework.waitForStop(10_000);
  }

  private Bundle started(String name, String version) throws Exception {
    Path jar = forge.file(name, version, Map.of());
    Bundle bundle = framework.getBundleContext().installBundle(jar.toUri().toString());
    bundle.start();
    return bundle;
  }

  private void bind() {
    ServiceReferenceDTO bound = new ServiceReferenceDTO();
    bound.bundle = actuator.getReference().getBundle().getBundleId();
    has.boundServices = new ServiceReferenceDTO[] {bound};
  }

  private void unbind() {
    has.boundServices = new ServiceReferenceDTO[0];
  }

  private ServiceComponentRuntime runtime() {
    return (ServiceComponentRuntime)
        Proxy.newProxyInstance(
            BondsTest.class.getClassLoader(),
            new Class<?>[] {ServiceComponentRuntime.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "getComponentDescriptionDTOs" -> List.of(component);
                  case "getComponentConfigurationDTOs" -> List.of(instance);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private Before take() {
    List<String> none = List.of();
    return new Before(
        none, none, none, false, List.of(), none, none, none, bonds.take(List.of(loop)), List.of());
  }

  private List<String> gone(Before before) {
    return List.copyOf(bonds.gone(before).values());
  }

  @Test
  void missesTheActuatorsOfALoopThatFindsNoneAnyMore() {
    has.target = "(kind=ocpp)";
    Before before = take();
    assertThat(gone(before)).isEmpty();
    has.target = "(nix=1)";
    unbind();
    assertThat(gone(before))
        .containsExactly(
            "component loop.one has no java.lang.Runnable any more, which dialect still offers and"
                + " it used before");
  }

  @Test
  void missesNothingThatIsNotOfferedAnyMore() {
    has.target = "(kind=ocpp)";
    Before before = take();
    unbind();
    actuator.setProperties(new Hashtable<>(Map.of("kind", "other")));
    assertThat(gone(before)).as("it would not have been taken before either").isEmpty();
    actuator.unregister();
    assertThat(gone(before)).isEmpty();
  }

  @Test
  void missesNothingThatWasNotThereBefore() {
    unbind();
    assertThat(take().bonds()).isEmpty();
    bind();
    instance.state = ComponentConfigurationDTO.SATISFIED;
    assertThat(take().bonds()).as("a component that rests has nothing").isEmpty();
  }

  @Test
  void missesNothingOfAComponentThatDoesNotAskForItAnyMore() {
    Before before = take();
    unbind();
    reference.interfaceName = "java.lang.AutoCloseable";
    assertThat(gone(before)).isEmpty();
    reference.interfaceName = TYPE;
    component.name = "loop.two";
    assertThat(gone(before)).isEmpty();
    component.name = "loop.one";
    assertThat(gone(before)).hasSize(1);
  }

  @Test
  void findsAReferenceOfAnotherName() {
    Before before = take();
    reference.name = "Motor";
    has.name = "Motor";
    assertThat(gone(before)).isEmpty();
    unbind();
    assertThat(gone(before)).hasSize(1);
  }

  @Test
  void leavesToChanceWhatIsTakenOnlyAtTheStart() {
    Before before = take();
    unbind();
    reference.policy = "static";
    assertThat(gone(before)).isEmpty();
    reference.policyOption = "greedy";
    assertThat(gone(before)).hasSize(1);
  }

  @Test
  void missesNothingOfABundleThatIsRemovedOrWentBack() throws Exception {
    Before before = take();
    unbind();
    loop.stop();
    assertThat(gone(before)).isEmpty();
    started("loop", "0.9.0");
    assertThat(gone(before)).isEmpty();
  }
}
