package io.tidegate.admin.updates.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.admin.updates.store.Before;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Dictionary;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.launch.Framework;
import org.osgi.service.cm.ManagedServiceFactory;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** A policy with a file of its own, and its next version (P2). */
class ReadingsTest {
  private final ComponentDescriptionDTO component = new ComponentDescriptionDTO();
  private final Set<String> configurations = new HashSet<>(Set.of("peak", "other"));
  private Framework framework;
  private Forge forge;
  private Readings readings;
  private Bundle policy;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    forge = new Forge(folder);
    framework =
        new FrameworkFactory()
            .newFramework(Map.of(Constants.FRAMEWORK_STORAGE, folder.resolve("cache").toString()));
    framework.start();
    readings =
        new Readings(
            new Bundles(
                framework.getBundleContext(),
                new Patience(),
                new Hangs(() -> Duration.ofSeconds(20))),
            () -> Optional.of(runtime()),
            () -> configurations);
    policy = started("policy", "1.0.0");
    component.configurationPolicy = "optional";
    asks("peak");
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

  private void asks(String... pids) {
    component.configurationPid = pids;
  }

  private ServiceComponentRuntime runtime() {
    return (ServiceComponentRuntime)
        Proxy.newProxyInstance(
            ReadingsTest.class.getClassLoader(),
            new Class<?>[] {ServiceComponentRuntime.class},
            (self, method, arguments) -> {
              if (method.getName().equals("getComponentDescriptionDTOs")) {
                return List.of(component);
              }
              throw new UnsupportedOperationException(method.getName());
            });
  }

  private Before take() {
    List<String> none = List.of();
    return new Before(
        none,
        none,
        none,
        false,
        List.of(),
        none,
        none,
        none,
        List.of(),
        List.of(),
        List.of(),
        readings.take(List.of(policy)));
  }

  private List<String> gone(Before before) {
    return List.copyOf(readings.gone(before).values());
  }

  @Test
  void missesWhoTookAConfigurationThatIsStillThere() {
    Before before = take();
    assertThat(gone(before)).isEmpty();
    asks("nix");
    assertThat(gone(before))
        .containsExactly("nobody takes the configuration peak any more, which policy took before");
    configurations.remove("peak");
    assertThat(gone(before)).as("nobody has to take what is not there").isEmpty();
  }

  @Test
  void countsNoComponentThatIgnoresItsConfiguration() {
    Before before = take();
    component.configurationPolicy = "ignore";
    assertThat(gone(before)).hasSize(1);
    assertThat(take().readings()).isEmpty();
  }

  @Test
  void findsEachInstanceOfAFactory() {
    configurations.add("peak~north");
    configurations.add("peaks~north");
    Before before = take();
    assertThat(before.readings())
        .extracting(Before.Reading::pid)
        .containsExactly("peak", "peak~north");
    asks("nix");
    assertThat(gone(before)).hasSize(2);
  }

  @Test
  void countsServicesThatTakeConfigurationsToo() {
    asks("nix");
    Dictionary<String, Object> properties =
        new Hashtable<>(Map.of(Constants.SERVICE_PID, new String[] {"other", "more"}));
    ManagedServiceFactory factory =
        (ManagedServiceFactory)
            Proxy.newProxyInstance(
                ReadingsTest.class.getClassLoader(),
                new Class<?>[] {ManagedServiceFactory.class},
                (self, method, arguments) -> null);
    ServiceRegistration<?> taker =
        policy
            .getBundleContext()
            .registerService(ManagedServiceFactory.class.getName(), factory, properties);
    Before before = take();
    assertThat(before.readings()).extracting(Before.Reading::pid).containsExactly("other");
    taker.unregister();
    assertThat(gone(before)).hasSize(1);
  }

  @Test
  void missesNothingOfABundleThatIsRemovedOrWentBack() throws Exception {
    Before before = take();
    asks("nix");
    policy.stop();
    assertThat(gone(before)).isEmpty();
    started("policy", "0.9.0");
    assertThat(gone(before)).isEmpty();
    started("policy", "1.1.0");
    assertThat(gone(before)).hasSize(1);
  }
}
