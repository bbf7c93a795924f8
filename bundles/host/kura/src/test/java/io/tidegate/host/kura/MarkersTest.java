package io.tidegate.host.kura;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;

class MarkersTest {
  private static final String FORM = "OSGI-INF/metatype/%s.xml";

  @TempDir Path folder;

  private final List<Bundle> bundles = new ArrayList<>();
  private final Map<Bundle, MetaTypeInformation> forms = new HashMap<>();
  private final List<Configuration> configurations = new ArrayList<>();
  private final Set<String> visible = new TreeSet<>();
  private int read;
  private final Markers markers =
      new Markers(
          Fake.of(
              BundleContext.class,
              Map.of(
                  "getBundles",
                  a -> bundles.toArray(new Bundle[0]),
                  "registerService",
                  this::show)),
          Fake.of(
              ConfigurationAdmin.class,
              Map.of(
                  "listConfigurations",
                  a ->
                      configurations.isEmpty()
                          ? null
                          : configurations.toArray(new Configuration[0]))),
          new Forms(
              Fake.of(MetaTypeService.class, Map.of("getMetaTypeInformation", a -> form(a[0])))));

  private MetaTypeInformation form(Object bundle) {
    read++;
    return forms.get(bundle);
  }

  /** Name, PID and factory of what becomes visible; nothing else may be a property of it. */
  private Object show(Object[] arguments) {
    assertThat(arguments[0]).isEqualTo(ConfigurableComponent.class);
    Dictionary<?, ?> properties = (Dictionary<?, ?>) arguments[2];
    Object factory = properties.get("service.factoryPid");
    assertThat(properties.size()).isEqualTo(factory == null ? 2 : 3);
    String text =
        properties.get("kura.service.pid")
            + "="
            + properties.get("service.pid")
            + (factory == null ? "" : " of " + factory);
    assertThat(visible.add(text)).as("%s is not visible yet", text).isTrue();
    return Fake.of(
        ServiceRegistration.class,
        Map.of(
            "unregister",
            a -> {
              visible.remove(text);
              return null;
            }));
  }

  /** A bundle with forms, some of which lie in a file. */
  private final class Sample {
    private final Set<String> entries = new TreeSet<>();
    private int state = Bundle.ACTIVE;
    private long modified = 1;
    private BundleWiring wiring;
    private URL component;
    private final Bundle bundle;

    Sample(String name, String[] pids, String... factories) {
      Map<String, Function<Object[], Object>> does = new HashMap<>();
      long id = bundles.size() + 1L;
      does.put("getState", a -> state);
      does.put("getBundleId", a -> id);
      does.put("getLastModified", a -> modified);
      does.put("getSymbolicName", a -> name);
      does.put("adapt", a -> wiring);
      does.put("getEntry", a -> entries.contains(a[0]) ? somewhere() : null);
      does.put(
          "findEntries",
          a -> component == null ? null : Collections.enumeration(List.of(component)));
      bundle = Fake.of(Bundle.class, does);
      for (String pid : pids) {
        entries.add(FORM.formatted(pid));
      }
      for (String pid : factories) {
        entries.add(FORM.formatted(pid));
      }
      forms.put(
          bundle,
          Fake.of(
              MetaTypeInformation.class,
              Map.of("getPids", a -> pids, "getFactoryPids", a -> factories)));
      bundles.add(bundle);
    }

    private URL somewhere() {
      try {
        return new URL("file:/form.xml");
      } catch (MalformedURLException e) {
        throw new AssertionError(e);
      }
    }
  }

  private Configuration configure(String factory, String pid, String name) {
    Dictionary<String, Object> properties = new Hashtable<>();
    if (!name.isEmpty()) {
      properties.put("kura.service.pid", name);
    }
    Configuration made =
        Fake.of(
            Configuration.class,
            Map.of(
                "getPid",
                a -> pid,
                "getFactoryPid",
                a -> factory,
                "getProperties",
                a -> properties));
    configurations.add(made);
    return made;
  }

  private static String[] pids(String... pids) {
    return pids;
  }

  @Test
  void showsWhatHasAFormUnderItsPid() {
    Sample ours = new Sample("io.tidegate.x", pids("io.tidegate.x", "io.tidegate.hidden"));
    ours.entries.remove(FORM.formatted("io.tidegate.hidden"));
    new Sample("org.other", pids("org.other"));
    markers.reconcile();
    assertThat(visible).containsExactly("io.tidegate.x=io.tidegate.x");
    assertThat(markers.count()).isEqualTo(new Markers.Count(1, 0, List.of()));

    ours.state = Bundle.RESOLVED;
    markers.reconcile();
    assertThat(visible).isEmpty();
    ours.state = Bundle.ACTIVE;
    markers.reconcile();
    assertThat(visible).hasSize(1);
    markers.clear();
    assertThat(visible).isEmpty();
    assertThat(markers.count().single()).isZero();
  }

  @Test
  void showsAVendorsBundleThatPlugsIntoOurApi() {
    Sample vendor = new Sample("com.acme", pids("com.acme.program"));
    BundleCapability api =
        Fake.of(
            BundleCapability.class,
            Map.of("getAttributes", a -> Map.of("osgi.wiring.package", "io.tidegate.api.control")));
    BundleWire wire = Fake.of(BundleWire.class, Map.of("getCapability", a -> api));
    vendor.wiring = Fake.of(BundleWiring.class, Map.of("getRequiredWires", a -> List.of(wire)));
    markers.reconcile();
    assertThat(visible).containsExactly("com.acme.program=com.acme.program");
  }

  @Test
  void leavesOutWhatKuraShowsByItself() throws IOException {
    Sample ours = new Sample("io.tidegate.d", pids("io.tidegate.driver", "io.tidegate.d"));
    Path component = folder.resolve("io.tidegate.driver.xml");
    Files.writeString(
        component, "<provide interface=\"org.eclipse.kura.configuration.ConfigurableComponent\"/>");
    ours.component = component.toUri().toURL();
    markers.reconcile();
    assertThat(visible).containsExactly("io.tidegate.d=io.tidegate.d");
  }

  @Test
  void showsEachInstanceUnderTheNameThatKuraGaveIt() {
    new Sample("io.tidegate.m", pids(), "io.tidegate.meter");
    configure("io.tidegate.meter", "io.tidegate.meter~1", "roof");
    Configuration second = configure("io.tidegate.meter", "io.tidegate.meter~2", "");
    configure("org.other", "org.other~1", "other");
    markers.reconcile();
    assertThat(visible)
        .containsExactly(
            "io.tidegate.meter~2=io.tidegate.meter~2 of io.tidegate.meter",
            "roof=io.tidegate.meter~1 of io.tidegate.meter");
    configurations.remove(second);
    markers.reconcile();
    assertThat(markers.count()).isEqualTo(new Markers.Count(0, 1, List.of()));
    configurations.clear();
    markers.reconcile();
    assertThat(visible).isEmpty();
  }

  @Test
  void namesTwoInstancesThatClaimOneNameAndShowsTheFirst() {
    new Sample("io.tidegate.m", pids(), "io.tidegate.meter");
    configure("io.tidegate.meter", "io.tidegate.meter~b", "roof");
    configure("io.tidegate.meter", "io.tidegate.meter~a", "roof");
    markers.reconcile();
    assertThat(visible).containsExactly("roof=io.tidegate.meter~a of io.tidegate.meter");
    assertThat(markers.count().doubles()).containsExactly("roof");
  }

  @Test
  void readsABundlesFormsAnewOnlyWhenItWasUpdated() {
    Sample ours = new Sample("io.tidegate.x", pids("io.tidegate.x"));
    markers.reconcile();
    markers.reconcile();
    assertThat(read).isEqualTo(1);
    ours.modified++;
    ours.entries.clear();
    markers.reconcile();
    assertThat(read).isEqualTo(2);
    assertThat(visible).isEmpty();
  }

  @Test
  void standsAConfigurationThatGoesWhileItIsRead() {
    new Sample("io.tidegate.m", pids("io.tidegate.m"), "io.tidegate.meter");
    configurations.add(
        Fake.of(
            Configuration.class,
            Map.of(
                "getProperties",
                a -> {
                  throw new IllegalStateException("deleted");
                })));
    markers.reconcile();
    assertThat(visible).containsExactly("io.tidegate.m=io.tidegate.m");
  }
}
