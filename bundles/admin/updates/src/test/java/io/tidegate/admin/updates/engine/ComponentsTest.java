package io.tidegate.admin.updates.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.dto.BundleDTO;
import org.osgi.framework.launch.Framework;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** Components of a bundle in a framework; what the component runtime says of them is made up. */
class ComponentsTest {
  private final ComponentDescriptionDTO description = new ComponentDescriptionDTO();
  private final ComponentConfigurationDTO instance = new ComponentConfigurationDTO();
  private boolean enabled = true;
  private Framework framework;
  private Bundle bundle;
  private Components components;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    Forge forge = new Forge(folder);
    framework =
        new FrameworkFactory()
            .newFramework(Map.of(Constants.FRAMEWORK_STORAGE, folder.resolve("cache").toString()));
    framework.start();
    Map<String, byte[]> classes =
        new TreeMap<>(
            forge.compiled(
                Map.of(
                    "B.java", "package c; public class B {}",
                    "C.java",
                        "package c; public class C extends B { static { if (true) throw new"
                            + " IllegalStateException(\"it was run\"); } }",
                    "D.java", "package c; public class D {}")));
    classes.remove("c/D.class");
    bundle = installed(forge.file("whole", "1.0.0", classes));
    classes.remove("c/B.class");
    installed(forge.file("half", "1.0.0", classes));
    description.name = "the.one";
    description.bundle = new BundleDTO();
    describe(bundle, "c.C");
    instance.state = ComponentConfigurationDTO.SATISFIED;
    components = new Components(() -> Optional.of(runtime()));
  }

  @AfterEach
  void close() throws Exception {
    framework.stop();
    framework.waitForStop(10_000);
  }

  private Bundle installed(Path jar) throws Exception {
    Bundle made = framework.getBundleContext().installBundle(jar.toUri().toString());
    made.start();
    return made;
  }

  private void describe(Bundle of, String type) {
    description.bundle.id = of.getBundleId();
    description.implementationClass = type;
  }

  private ServiceComponentRuntime runtime() {
    return (ServiceComponentRuntime)
        Proxy.newProxyInstance(
            ComponentsTest.class.getClassLoader(),
            new Class<?>[] {ServiceComponentRuntime.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "getComponentDescriptionDTOs" -> List.of(description);
                  case "isComponentEnabled" -> enabled;
                  case "getComponentConfigurationDTOs" -> List.of(instance);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private List<String> unloadable(Bundle... bundles) {
    return components.unloadable(List.of(bundles)).stream().map(Components.Waiting::words).toList();
  }

  @Test
  void loadsTheClassOfAComponentThatNobodyHasAskedForAndRunsNothingOfIt() {
    assertThat(unloadable(bundle)).isEmpty();
    describe(bundle, "c.D");
    assertThat(unloadable(bundle))
        .singleElement()
        .asString()
        .startsWith(
            "component the.one could not start: class c.D cannot be loaded: ClassNotFoundException")
        .contains("whole");
    enabled = false;
    assertThat(unloadable(bundle)).isEmpty();
  }

  @Test
  void saysWhichClassIsMissingUnderneath() {
    Bundle half = framework.getBundleContext().getBundles()[2];
    describe(half, "c.C");
    assertThat(unloadable(half))
        .singleElement()
        .asString()
        .startsWith(
            "component the.one could not start: class c.C cannot be loaded: NoClassDefFoundError")
        .contains("c/B");
  }

  @Test
  void loadsNothingOfABundleThatDoesNotRun() throws Exception {
    describe(bundle, "c.D");
    bundle.stop();
    assertThat(unloadable(bundle)).isEmpty();
    assertThat(unloadable()).isEmpty();
  }

  @Test
  void saysWhatAComponentFailedOf() {
    instance.state = ComponentConfigurationDTO.FAILED_ACTIVATION;
    instance.failure =
        "java.lang.reflect.InvocationTargetException\n\tat a.b(C.java:1)\n"
            + "Caused by: java.lang.IllegalStateException: no licence\n\t... 3 more\n";
    assertThat(components.waiting(List.of(bundle)))
        .containsExactly(
            new Components.Waiting(
                "the.one", "component the.one could not start: IllegalStateException: no licence"));
  }

  private List<Components.Waiting> lost(String failure) {
    instance.state = ComponentConfigurationDTO.FAILED_ACTIVATION;
    instance.failure = failure;
    return components.lost(List.of(bundle));
  }

  @Test
  void givesUpThoseWhoseClassesDoNotFit() {
    for (String failure :
        List.of(
            "java.lang.VerifyError: Bad type on operand stack",
            "java.lang.InstantiationException: Constructor not found.",
            "java.lang.IllegalStateException\n\tat a.b(C.java:1)\n"
                + "Caused by: java.lang.NoSuchMethodError: 'void c.B.go()'\n\t... 3 more\n")) {
      assertThat(lost(failure)).as(failure).hasSize(1);
      assertThat(lost(failure)).isEqualTo(components.waiting(List.of(bundle)));
    }
  }

  @Test
  void waitsForThoseThatMayGetOverIt() {
    for (String failure :
        List.of(
            "java.lang.IllegalStateException: java.lang.VerifyError: it says so only",
            "java.net.BindException: Address already in use",
            "java.lang.InstantiationException: Unable to get service for reference journal")) {
      assertThat(lost(failure)).as(failure).isEmpty();
      assertThat(components.waiting(List.of(bundle))).hasSize(1);
    }
    instance.failure = "java.lang.VerifyError";
    instance.state = ComponentConfigurationDTO.SATISFIED;
    assertThat(components.lost(List.of(bundle))).as("it is over").isEmpty();
  }
}
