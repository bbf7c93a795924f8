package io.tidegate.admin.updates.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptionsTest {
  private static final String SCR = "http://www.osgi.org/xmlns/scr/v1.3.0";
  private static final String FILE = "OSGI-INF/c.xml";

  private Forge forge;
  private Map<String, byte[]> classes;

  @BeforeEach
  void open(@TempDir Path folder) throws IOException {
    forge = new Forge(folder);
    classes =
        forge.compiled(
            Map.of(
                "A.java", "package a; public interface A {}",
                "C.java",
                    "package c; public class C implements a.A, Runnable { public void run() {} }",
                "D.java", "package c; public class D extends C {}"));
  }

  private Map<String, byte[]> with(String... filesAndTexts) {
    Map<String, byte[]> entries = new TreeMap<>(Forge.only(classes, "c/"));
    for (int i = 0; i < filesAndTexts.length; i += 2) {
      entries.put(filesAndTexts[i], filesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
    }
    return entries;
  }

  private static String component(String type, String more) {
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <scr:component xmlns:scr="%s" name="the.one">
          <implementation class="%s"/>
          <property name="x" value="1"/>
          %s
        </scr:component>
        """
        .formatted(SCR, type, more);
  }

  private Piece user(Map<String, byte[]> entries, String header) throws IOException {
    return forge.bundle(
        "u", "3.1.0", entries, "Import-Package", "a;version=1", "Service-Component", header);
  }

  private Piece api() throws IOException {
    return forge.bundle("a", "1.0.0", Forge.only(classes, "a/"), "Export-Package", "a;version=1");
  }

  private static List<String> gaps(List<Piece> staying, List<Piece> going, Piece... coming)
      throws Exception {
    try (Worlds worlds = new Worlds(new Uses.Sides(staying, going, List.of(coming), List.of()))) {
      return Descriptions.gaps(worlds, () -> {});
    }
  }

  private List<String> gaps(String description) throws Exception {
    return gaps(List.of(api()), List.of(), user(with(FILE, description), FILE));
  }

  @Test
  void findsNothingWrongWithWhatIsThere() throws Exception {
    assertThat(
            gaps(
                component(
                    "c.D",
                    "<service><provide interface='a.A'/><provide interface='java.lang.Runnable'/>"
                        + "<provide interface='c.C'/></service>"
                        + "<reference interface='a.A'/><reference interface='x.Nobody'/>")))
        .isEmpty();
    assertThat(gaps("<component name='n'><implementation class='c.C'/></component>")).isEmpty();
    assertThat(gaps("<metatype:MetaData xmlns:metatype='x'><OCD/></metatype:MetaData>")).isEmpty();
  }

  @Test
  void namesBundleFileAndTheClassThatIsNotThere() throws Exception {
    assertThat(gaps(component("c.E", "")))
        .containsExactly(
            "u 3.1.0: OSGI-INF/c.xml: component the.one is to be class c.E, which nobody has");
    assertThat(gaps(component("a.B", "")))
        .containsExactly(
            "u 3.1.0: OSGI-INF/c.xml: component the.one is to be class a.B, which a 1.0.0 does not"
                + " have");
    assertThat(gaps("<component name='n'><service/></component>"))
        .containsExactly(
            "u 3.1.0: OSGI-INF/c.xml: component n is to be a class, and the file does not say"
                + " which");
  }

  @Test
  void asksWhetherAClassIsWhatItIsOfferedAs() throws Exception {
    assertThat(
            gaps(
                component(
                    "c.C",
                    "<service><provide interface='java.util.concurrent.Callable'/></service>")))
        .containsExactly(
            "u 3.1.0: OSGI-INF/c.xml: class c.C is to be offered as"
                + " java.util.concurrent.Callable, and is none");
    Map<String, byte[]> half =
        with(FILE, component("c.D", "<service><provide interface='x.Y'/></service>"));
    half.remove("c/C.class");
    assertThat(gaps(List.of(api()), List.of(), user(half, FILE)))
        .as("nobody can say what its superclass is")
        .isEmpty();
  }

  @Test
  void asksForWhatAComponentCannotDoWithout() throws Exception {
    String mandatory = "<reference interface='a.B' cardinality='1..n'/>";
    assertThat(gaps(component("c.C", mandatory)))
        .containsExactly(
            "u 3.1.0: OSGI-INF/c.xml: component the.one is to be given a.B, which a 1.0.0 does not"
                + " have");
    assertThat(gaps(component("c.C", mandatory.replace("1..n", "0..n")))).isEmpty();
  }

  @Test
  void takesWildcardsInTheLastPartOfAPathOnly() throws Exception {
    Map<String, byte[]> entries =
        with(
            "OSGI-INF/good.xml", component("c.C", ""),
            "OSGI-INF/deep/bad.xml", component("c.E", ""),
            "OSGI-INF/bad.txt", component("c.E", "").replace("the.one", "other"));
    assertThat(gaps(List.of(api()), List.of(), user(entries, "OSGI-INF/*.xml"))).isEmpty();
    assertThat(gaps(List.of(api()), List.of(), user(entries, "/OSGI-INF/g*d.xml"))).isEmpty();
    assertThat(gaps(List.of(api()), List.of(), user(entries, "OSGI-INF/*go*o*d*.xml*"))).isEmpty();
    assertThat(gaps(List.of(api()), List.of(), user(entries, "OSGI-INF/good*d.xml"))).hasSize(1);
    assertThat(gaps(List.of(api()), List.of(), user(entries, "OSGI-INF/good.xml, OSGI-INF/b*")))
        .singleElement()
        .asString()
        .startsWith("u 3.1.0: OSGI-INF/bad.txt:");
    assertThat(gaps(List.of(api()), List.of(), user(entries, "OSGI-INF/*/bad.xml,x.xml,*.xml")))
        .containsExactly(
            "u 3.1.0: its Service-Component names OSGI-INF/*/bad.xml, which is not in it",
            "u 3.1.0: its Service-Component names x.xml, which is not in it",
            "u 3.1.0: its Service-Component names *.xml, which is not in it");
  }

  @Test
  void findsDescriptionsAndClassesInFragments() throws Exception {
    Piece host = user(with(), FILE);
    Piece fragment =
        forge.bundle(
            "f",
            "1.0.0",
            Map.of(FILE, component("c.C", "").getBytes(StandardCharsets.UTF_8)),
            "Fragment-Host",
            "u",
            "Service-Component",
            "nowhere.xml");
    assertThat(gaps(List.of(api()), List.of(), host, fragment)).isEmpty();
    assertThat(gaps(List.of(api(), host), List.of(), fragment)).isEmpty();
    Piece bad =
        forge.bundle(
            "f",
            "1.0.1",
            Map.of(FILE, component("c.E", "").getBytes(StandardCharsets.UTF_8)),
            "Fragment-Host",
            "u");
    assertThat(gaps(List.of(api(), host), List.of(fragment), bad))
        .singleElement()
        .asString()
        .startsWith("u 3.1.0: OSGI-INF/c.xml: component the.one is to be class c.E");
  }

  @Test
  void asksForTheActivator() throws Exception {
    String[] headers = {"Bundle-Activator", "c.Start"};
    assertThat(gaps(List.of(), List.of(), forge.bundle("u", "1.0.0", with(), headers)))
        .containsExactly("u 1.0.0: its activator is to be class c.Start, which nobody has");
    headers[1] = " c.C ";
    assertThat(gaps(List.of(), List.of(), forge.bundle("u", "1.0.0", with(), headers))).isEmpty();
  }

  @Test
  void blamesNobodyForWhatIsMissingAlready() throws Exception {
    Piece old = user(with(FILE, component("c.E", "")), FILE + ",none.xml");
    assertThat(
            gaps(
                List.of(api()),
                List.of(old),
                user(with(FILE, component("c.E", "")), FILE + ",none.xml")))
        .isEmpty();
    assertThat(gaps(List.of(api()), List.of(old), user(with(FILE, component("c.F", "")), FILE)))
        .hasSize(1);
  }

  @Test
  void refusesAComponentWithoutTheMethodsThatItsDescriptionNames() throws Exception {
    String bad = component("c.C", "<reference name='r' interface='a.A' bind='bind'/>");
    assertThat(gaps(bad))
        .containsExactly(
            "u 3.1.0: OSGI-INF/c.xml: component the.one has reference r with bind method bind,"
                + " which class c.C does not have");
    Piece old = user(with(FILE, bad), FILE);
    assertThat(gaps(List.of(api()), List.of(old), user(with(FILE, bad), FILE)))
        .as("nor has it today")
        .isEmpty();
  }

  @Test
  void refusesTwoComponentsOfOneName() throws Exception {
    Map<String, byte[]> entries =
        with(FILE, component("c.C", ""), "OSGI-INF/d.xml", component("c.D", ""));
    assertThat(gaps(List.of(api()), List.of(), user(entries, "OSGI-INF/*.xml, OSGI-INF/c.xml")))
        .containsExactly("u 3.1.0: OSGI-INF/d.xml: component the.one is in OSGI-INF/c.xml, too");
  }

  @Test
  void leavesToTheStartWhatABundleMayFindWhileItRuns() throws Exception {
    String[] headers = {"Bundle-Activator", "x.Start", "DynamicImport-Package", "x.*"};
    assertThat(gaps(List.of(), List.of(), forge.bundle("u", "1.0.0", with(), headers))).isEmpty();
  }

  @Test
  void refusesWhatIsNoDescription() throws Exception {
    String doctype =
        "<!DOCTYPE c [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>"
            + "<component><implementation class='c.C'/>&e;</component>";
    String bomb =
        "<!DOCTYPE c [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]>"
            + "<component name='&b;'><implementation class='c.C'/></component>";
    String cut = "<component><implementation class='c.C'/>";
    String long_ =
        "<component><implementation class='c.C'/>" + " ".repeat(1 << 20) + "</component>";
    for (String text : List.of(doctype, bomb, cut, long_, "", "{}", "\u0000")) {
      assertThat(gaps(text))
          .as(text.substring(0, Math.min(40, text.length())))
          .singleElement()
          .asString()
          .startsWith("u 3.1.0: OSGI-INF/c.xml is no description of a component: ");
    }
  }
}
