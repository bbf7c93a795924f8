package io.tidegate.itests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/**
 * What Eclipse Kura's console relies on, over every bundle: it reads the files of a bundle's {@code
 * OSGI-INF} itself, by name and by text, and says nothing when it does not find them (P4).
 */
class KuraRulesTest {
  private static final String METATYPE = "OSGI-INF/metatype/";
  private static final String DRIVER = "io.tidegate.host.kura.driver";
  private static final Pattern FOREIGN = Pattern.compile("org\\.eclipse\\.kura[.;,]");
  private static final Set<String> TYPES =
      Set.of(
          "String",
          "Long",
          "Double",
          "Float",
          "Integer",
          "Byte",
          "Char",
          "Boolean",
          "Short",
          "Password");

  /** A file of a bundle. */
  private record Resource(String bundle, String path, String text) {
    Element root() {
      try {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Document document =
            factory.newDocumentBuilder().parse(new InputSource(new StringReader(text)));
        return document.getDocumentElement();
      } catch (Exception e) {
        throw new IllegalStateException(bundle + ": " + path, e);
      }
    }

    @Override
    public String toString() {
      return bundle + ": " + path;
    }
  }

  @Test
  void findsEachFormByTheNameOfItsPid() {
    Set<String> components = new HashSet<>();
    resources("OSGI-INF/[^/]+\\.xml")
        .forEach(xml -> components.add(xml.bundle() + "/" + xml.root().getAttribute("name")));
    List<Resource> forms = resources(METATYPE + ".*\\.xml");
    assertThat(forms).hasSizeGreaterThan(20);
    for (Resource form : forms) {
      String pid = form.path().substring(METATYPE.length()).replaceFirst("\\.xml$", "");
      List<Element> classes = elements(form.root(), "OCD");
      List<Element> designates = elements(form.root(), "Designate");
      assertThat(classes).as("OCDs of %s", form).hasSize(1);
      assertThat(classes.get(0).getAttribute("id")).as("id of %s", form).isEqualTo(pid);
      assertThat(designates).as("Designates of %s", form).hasSize(1);
      Element designate = designates.get(0);
      assertThat(designate.getAttribute("pid") + designate.getAttribute("factoryPid"))
          .as("PID of %s", form)
          .isEqualTo(pid);
      assertThat(components).as("component of %s", form).contains(form.bundle() + "/" + pid);
    }
  }

  @Test
  void offersFieldsThatTheConsoleCanShowAndSave() {
    List<String> wrong = new ArrayList<>();
    for (Resource form : resources(METATYPE + ".*\\.xml")) {
      Set<String> ids = new HashSet<>();
      boolean single = !elements(form.root(), "Designate").get(0).getAttribute("pid").isEmpty();
      for (Element field : elements(form.root(), "AD")) {
        String id = field.getAttribute("id");
        problems(field, single).forEach(problem -> wrong.add(form + " " + id + ": " + problem));
        if (!ids.add(id)) {
          wrong.add(form + " " + id + ": is there twice");
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** Only what an instance cannot do without has to be filled in. */
  private static List<String> problems(Element field, boolean single) {
    List<String> problems = new ArrayList<>();
    String type = field.getAttribute("type");
    String fallback = field.getAttribute("default");
    boolean optional = field.getAttribute("required").equals("false");
    if (!TYPES.contains(type)) {
      problems.add("type " + type);
    }
    if (!field.getAttribute("cardinality").isEmpty()
        && !field.getAttribute("cardinality").equals("0")) {
      problems.add("is a list, which our settings are not");
    }
    if (fallback.isEmpty() && !optional && single) {
      problems.add("is required and has no default: the form cannot be saved as it is");
    }
    List<String> options =
        elements(field, "Option").stream().map(o -> o.getAttribute("value")).toList();
    if (!fallback.isEmpty() && !options.isEmpty() && !options.contains(fallback)) {
      problems.add("the default is none of its options");
    }
    if (!fallback.isEmpty() && !Set.of("String", "Password", "Boolean", "Char").contains(type)) {
      double value = Double.parseDouble(fallback);
      String min = field.getAttribute("min");
      String max = field.getAttribute("max");
      if ((!min.isEmpty() && value < Double.parseDouble(min))
          || (!max.isEmpty() && value > Double.parseDouble(max))) {
        problems.add("the default " + fallback + " is not within " + min + " to " + max);
      }
    }
    return problems;
  }

  /** With a newer namespace than v1.2.0, the property and ConfigurationAdmin's would be a list. */
  @Test
  void leavesServicePidToConfigurationAdmin() {
    for (Resource xml : resources("OSGI-INF/[^/]+\\.xml")) {
      Element component = xml.root();
      String name = component.getAttribute("name");
      boolean itself =
          elements(component, "property").stream()
              .anyMatch(property -> property.getAttribute("name").equals("service.pid"));
      assertThat(itself).as("service.pid in %s", xml).isEqualTo(name.equals(DRIVER));
      String version = component.getNamespaceURI().replaceFirst(".*/v", "");
      assertThat(version)
          .as("namespace of %s", xml)
          .isIn(itself ? List.of("1.1.0") : List.of("1.0.0", "1.1.0", "1.2.0", "1.3.0", "1.4.0"));
      String pids = component.getAttribute("configuration-pid");
      assertThat(pids.isEmpty() || pids.equals(name)).as("configuration-pid of %s", xml).isTrue();
    }
  }

  /** The console reads this file line by line as text, and only what lies directly in OSGI-INF. */
  @Test
  void isFoundAsADriverByTheTextOfItsXml() {
    List<Resource> drivers =
        resources("OSGI-INF/[^/]+\\.xml").stream()
            .filter(xml -> xml.text().contains("org.eclipse.kura"))
            .filter(xml -> xml.text().contains("<provide interface=\"org.eclipse.kura."))
            .toList();
    assertThat(drivers).extracting(Resource::bundle).containsExactly(DRIVER);
    String text = drivers.get(0).text().lines().reduce("", String::concat);
    assertThat(text)
        .contains("provide interface=\"org.eclipse.kura.driver.Driver\"")
        .contains("provide interface=\"org.eclipse.kura.configuration.ConfigurableComponent\"")
        .contains("configuration-policy=\"require\"")
        .contains("<property name=\"service.pid\" value=\"" + DRIVER + "\"/>")
        .doesNotContain("DOCTYPE");
    assertThat(drivers.get(0).path()).isEqualTo("OSGI-INF/" + DRIVER + ".xml");
    Element form =
        resources(METATYPE + Pattern.quote(DRIVER) + "\\.xml").stream()
            .map(Resource::root)
            .findFirst()
            .orElseThrow();
    assertThat(elements(form, "Designate").get(0).getAttribute("factoryPid")).isEqualTo(DRIVER);
  }

  /** A bundle that stays STARTING until a class of it is used gets no form. */
  @Test
  void activatesNoBundleLazily() {
    manifests()
        .forEach(
            (bundle, manifest) ->
                assertThat(manifest.getValue("Bundle-ActivationPolicy")).as(bundle).isNull());
  }

  @Test
  void needsTypesOfKuraInItsAdaptersOnly() {
    manifests()
        .forEach(
            (bundle, manifest) -> {
              String imports = manifest.getValue("Import-Package") + ",";
              assertThat(FOREIGN.matcher(imports).find())
                  .as(bundle)
                  .isEqualTo(bundle.startsWith("io.tidegate.host.kura"));
            });
  }

  /** What we declare of Kura to compile against is Kura's to ship. */
  @Test
  void shipsNoDeclarationsOfKura() throws IOException {
    List<String> wrong = new ArrayList<>();
    int jars = 0;
    for (String top : List.of("bundles", "distribution")) {
      try (Stream<Path> files = Files.walk(Reactor.ROOT.resolve(top))) {
        for (Path file : (Iterable<Path>) files::iterator) {
          String name = file.getFileName().toString();
          if (name.matches(".*\\.(jar|dp)")
              && file.toString().contains("/target/")
              && !name.startsWith("io.tidegate.host.kura.stubs")) {
            jars++;
            try (JarFile jar = new JarFile(file.toFile())) {
              jar.stream()
                  .filter(
                      entry ->
                          entry.getName().startsWith("org/eclipse/kura/")
                              || entry.getName().contains("kura.stubs"))
                  .forEach(entry -> wrong.add(file + ": " + entry.getName()));
            }
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(jars).isGreaterThan(50);
  }

  private static List<Element> elements(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    NodeList all = parent.getElementsByTagNameNS("*", name);
    for (int i = 0; i < all.getLength(); i++) {
      found.add((Element) all.item(i));
    }
    return found;
  }

  private static List<Reactor.Module> bundles() {
    return Code.MODULES.stream().filter(m -> !m.library() && !m.area().equals("sim")).toList();
  }

  private static Map<String, Attributes> manifests() {
    Map<String, Attributes> manifests = new HashMap<>();
    for (Reactor.Module module : bundles()) {
      try (JarFile jar = new JarFile(module.jar().orElseThrow().toFile())) {
        manifests.put(module.name(), jar.getManifest().getMainAttributes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return manifests;
  }

  private static List<Resource> resources(String path) {
    List<Resource> found = new ArrayList<>();
    for (Reactor.Module module : bundles()) {
      try (JarFile jar = new JarFile(module.jar().orElseThrow().toFile())) {
        for (JarEntry entry : (Iterable<JarEntry>) jar.entries()::asIterator) {
          if (entry.getName().matches(path)) {
            try (InputStream in = jar.getInputStream(entry)) {
              String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
              found.add(new Resource(module.name(), entry.getName(), text));
            }
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return found;
  }
}
