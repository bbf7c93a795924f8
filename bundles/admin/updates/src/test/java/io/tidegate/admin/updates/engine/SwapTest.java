package io.tidegate.admin.updates.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.admin.updates.store.Change;
import io.tidegate.admin.updates.store.Kind;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.dto.BundleDTO;
import org.osgi.framework.launch.Framework;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** A bundle that is started and given a day; what the component runtime says of it is made up. */
@Timeout(120)
class SwapTest {
  private final Deque<String> failures = new ArrayDeque<>();
  private Framework framework;
  private Swap swap;
  private Change change;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    Forge forge = new Forge(folder);
    framework =
        new FrameworkFactory()
            .newFramework(Map.of(Constants.FRAMEWORK_STORAGE, folder.resolve("cache").toString()));
    framework.start();
    Map<String, byte[]> classes = forge.compiled(Map.of("C.java", "package c; public class C {}"));
    String jar = forge.file("one", "1.0.0", classes).toUri().toString();
    change = new Change("one", "", jar, 1, Kind.BLUE_GREEN);
    Patience patience = new Patience();
    Hangs hangs = new Hangs(() -> Duration.ofSeconds(60));
    swap =
        new Swap(
            new Bundles(framework.getBundleContext(), patience, hangs),
            () -> Optional.of(runtime()),
            patience,
            Duration.ofDays(1));
  }

  @AfterEach
  void close() throws Exception {
    framework.stop();
    framework.waitForStop(10_000);
  }

  private ServiceComponentRuntime runtime() {
    ComponentDescriptionDTO description = new ComponentDescriptionDTO();
    description.name = "the.one";
    description.bundle = new BundleDTO();
    description.bundle.id = 1;
    description.implementationClass = "c.C";
    return (ServiceComponentRuntime)
        Proxy.newProxyInstance(
            SwapTest.class.getClassLoader(),
            new Class<?>[] {ServiceComponentRuntime.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "getComponentDescriptionDTOs" -> List.of(description);
                  case "isComponentEnabled" -> true;
                  case "getComponentConfigurationDTOs" -> List.of(instance());
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  /** Fails as often as there are failures left; the last one of them stays when it is so called. */
  private ComponentConfigurationDTO instance() {
    ComponentConfigurationDTO instance = new ComponentConfigurationDTO();
    instance.failure = failures.size() > 1 ? failures.poll() : failures.peek();
    instance.state =
        instance.failure == null || instance.failure.isEmpty()
            ? ComponentConfigurationDTO.ACTIVE
            : ComponentConfigurationDTO.FAILED_ACTIVATION;
    return instance;
  }

  @Test
  void endsAtOnceWhenTheClassesOfAComponentDoNotFit() {
    failures.add("java.lang.VerifyError: Bad type on operand stack\n\tat c.D.x(D.java:1)");
    assertThatThrownBy(() -> swap.start(List.of(change), Set.of()))
        .isInstanceOf(SwapException.class)
        .hasMessage("component the.one could not start: VerifyError: Bad type on operand stack");
  }

  @Test
  void waitsForAComponentThatGetsOverItsFailure() throws Exception {
    failures.addAll(
        List.of(
            "java.net.BindException: Address already in use",
            "java.net.BindException: Address already in use",
            "java.net.BindException: Address already in use",
            ""));
    swap.start(List.of(change), Set.of());
    assertThat(failures).containsExactly("");
    assertThat(framework.getBundleContext().getBundle(1).getState()).isEqualTo(Bundle.ACTIVE);
  }

  @Test
  void leavesAloneWhatFailedBefore() throws Exception {
    failures.add("java.lang.VerifyError: Bad type on operand stack");
    swap.start(List.of(change), Set.of("the.one"));
    assertThat(framework.getBundleContext().getBundle(1).getState()).isEqualTo(Bundle.ACTIVE);
  }
}
