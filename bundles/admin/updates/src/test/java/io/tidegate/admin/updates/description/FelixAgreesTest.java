package io.tidegate.admin.updates.description;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.admin.updates.engine.Forge;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.felix.framework.FrameworkFactory;
import org.apache.felix.scr.info.ScrInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;

/**
 * What {@link Inspection} says of some hundred components is what Felix SCR, which runs them, makes
 * of them: those that it starts, and gives what they ask for, have no fault, and the others have
 * (P2).
 */
class FelixAgreesTest {
  private static final List<String> METHODS =
      List.of(
          "context",
          "config",
          "looks",
          "reason",
          "reasons",
          "text",
          "still",
          "counts",
          "gives",
          "covered",
          "reference",
          "objects",
          "service",
          "base",
          "runs",
          "properties",
          "both",
          "several",
          "run",
          "near",
          "own",
          "open",
          "away",
          "nix");

  private static final List<String> FIELDS =
      List.of(
          "live",
          "still",
          "fixed",
          "all",
          "list",
          "changing",
          "set",
          "text",
          "maybe",
          "ref",
          "config",
          "bundle",
          "map",
          "near",
          "own",
          "shared",
          "away",
          "nix");

  private final Map<String, String> descriptions = new TreeMap<>();
  private final Map<String, String> fields = new HashMap<>();
  private final Map<String, String> methods = new HashMap<>();
  private Framework framework;
  private Workshop workshop;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    workshop = new Workshop(folder);
    String component = "org.osgi.service.component";
    framework =
        new FrameworkFactory()
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE,
                    folder.resolve("cache").toString(),
                    "ds.loglevel",
                    "0",
                    Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                    "org.osgi.util.function;version=1.2,org.osgi.util.promise;version=1.2,"
                        + component
                        + ";version=1.5,"
                        + component
                        + ".runtime;version=1.5,"
                        + component
                        + ".runtime.dto;version=1.5"));
    framework.start();
    BundleContext context = framework.getBundleContext();
    context
        .installBundle(ScrInfo.class.getProtectionDomain().getCodeSource().getLocation().toString())
        .start();
  }

  @AfterEach
  void close() throws Exception {
    framework.stop();
    framework.waitForStop(30_000);
  }

  private String component(int minor, String type, String attributes, String inner) {
    String name = "n" + (1000 + descriptions.size());
    descriptions.put(
        name,
        """
        <s:component xmlns:s='http://www.osgi.org/xmlns/scr/v1.%d.0' name='%s' immediate='true' %s>
        <implementation class='%s'/><property name='n' value='%s'/>
        <service><provide interface='java.lang.Object'/></service>%s</s:component>
        """
            .formatted(minor, name, attributes, type, name, inner));
    return name;
  }

  private static String reference(String attributes) {
    return "<reference name='r' interface='c.Service' " + attributes + "/>";
  }

  private void cases() {
    for (int minor = 0; minor <= 5; minor++) {
      for (String method : METHODS) {
        methods.put(component(minor, "c.One", "activate='" + method + "'", ""), method);
        String bound = reference("bind='" + method + "'");
        methods.put(component(minor, "c.One", "", bound), method);
      }
    }
    for (String attributes :
        List.of(
            "", "policy='dynamic'", "cardinality='1..n'", "cardinality='1..n' policy='dynamic'")) {
      for (String field : FIELDS) {
        String injected = reference(attributes + " field='" + field + "'");
        fields.put(component(3, "c.One", "", injected), field);
      }
    }
    for (String field : FIELDS) {
      fields.put(component(4, "c.One", "activation-fields='" + field + "'", ""), field);
    }
    for (String type :
        List.of("c.One", "c.Made", "c.Kinds$Half", "c.Kinds$Inner", "c.Kinds$Face")) {
      component(4, type, "", "");
      component(1, type, "", "");
    }
    String one = reference("parameter='1'");
    String all = one.replace("'r'", "'q'").replace("'1'", "'2' cardinality='0..n'");
    for (String inner : List.of("", one, all, one + all, one.replace("'1'", "'0'"))) {
      for (int init = 0; init <= 4; init++) {
        component(4, "c.Made", "init='" + init + "'", inner);
        component(4, "c.One", "init='" + init + "'", inner);
      }
    }
    grammar();
  }

  private void grammar() {
    for (int minor = 0; minor <= 5; minor++) {
      for (String attributes :
          List.of(
              "init='x'",
              "factory='f'",
              "configuration-pid='a'",
              "configuration-pid='a b'",
              "configuration-pid='a a'",
              "configuration-policy='optional'",
              "configuration-policy='must'",
              "deactivate='run'",
              "modified='run'")) {
        // a factory makes nothing by itself
        component(minor, "c.One", attributes, "");
      }
      for (String attributes :
          List.of(
              "cardinality='1'",
              "policy='live'",
              "policy-option='greedy'",
              "policy-option='x'",
              "scope='bundle'",
              "scope='x'",
              "bind='service' updated='service'",
              "field='still' field-option='update'",
              "field='still' field-option='replace'",
              "parameter='x'")) {
        component(minor, "c.One", "", reference(attributes));
      }
      component(minor, "c.One", "", reference("") + reference(""));
      component(minor, "c.One", "", "<service><provide interface='c.One'/></service>");
      component(minor, "c.One", "", "<property name='p' type='Int' value='1'/>");
      component(minor, "c.One", "", "<property name='p' type='Char' value='65'/>");
      component(minor, "c.One", "", "<property name='p' type='Character' value='65'/>");
      component(minor, "c.One", "", "<property name='p' type='Byte' value='650'/>");
      component(minor, "c.One", "", "<property type='Byte' value='65'/>");
    }
  }

  private Bundle install() throws Exception {
    Map<String, byte[]> entries = new TreeMap<>(workshop.classes());
    entries.put(
        "OSGI-INF/0.xml",
        ("<component name='offer'><implementation class='c.Offer'/>"
                + "<service><provide interface='c.Service'/></service></component>")
            .getBytes(StandardCharsets.UTF_8));
    descriptions.forEach(
        (name, text) ->
            entries.put("OSGI-INF/" + name + ".xml", text.getBytes(StandardCharsets.UTF_8)));
    byte[] jar =
        Forge.jar(
            entries,
            "Bundle-SymbolicName",
            "cases",
            "Bundle-ManifestVersion",
            "2",
            "Import-Package",
            "org.osgi.framework,org.osgi.service.component",
            "Service-Component",
            "OSGI-INF/*.xml");
    Bundle bundle =
        framework.getBundleContext().installBundle("cases", new ByteArrayInputStream(jar));
    bundle.start();
    return bundle;
  }

  /** The objects of components that run, by the components' names. */
  private Map<String, Object> running() throws Exception {
    Map<String, Object> running = new HashMap<>();
    BundleContext context = framework.getBundleContext();
    ServiceReference<?>[] found = context.getAllServiceReferences(null, "(n=*)");
    for (ServiceReference<?> each : found) {
      Object service = context.getService(each);
      if (service != null) {
        running.put(String.valueOf(each.getProperty("n")), service);
      }
    }
    return running;
  }

  /** Whether the component runtime has set that field, or called that method. */
  private boolean served(String component, Object object) throws ReflectiveOperationException {
    if (fields.containsKey(component)) {
      return value(object, fields.get(component)) != null;
    }
    return !methods.containsKey(component)
        || ((Set<?>) value(object, "called")).contains(methods.get(component));
  }

  private static Object value(Object object, String name) throws IllegalAccessException {
    for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (field.getName().equals(name)) {
          field.setAccessible(true);
          return field.get(object);
        }
      }
    }
    return null;
  }

  @Test
  void findsFaultsWhereTheComponentRuntimeDoes() throws Exception {
    cases();
    Bundle bundle = install();
    assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE);
    Map<String, Object> running = running();
    List<String> differences = new ArrayList<>();
    int good = 0;
    for (Map.Entry<String, String> each : descriptions.entrySet()) {
      Object object = running.get(each.getKey());
      boolean runs = object != null && served(each.getKey(), object);
      Described described = Described.read(each.getValue().getBytes(StandardCharsets.UTF_8)).get(0);
      Map<String, String> faults = Inspection.faults(described, workshop);
      good += runs ? 1 : 0;
      if (runs != faults.isEmpty()) {
        differences.add((runs ? "it runs: " : "it does not: ") + faults + each.getValue());
      }
    }
    assertThat(differences).isEmpty();
    assertThat(good).isBetween(100, descriptions.size() - 100);
  }
}
