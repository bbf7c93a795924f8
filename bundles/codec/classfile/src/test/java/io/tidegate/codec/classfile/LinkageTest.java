package io.tidegate.codec.classfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What javac compiled against one version of a package, against the next one. The cases stand in
 * {@code linkage.txt}; all of them are compiled at once.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LinkageTest {
  /** A class of an api {@code A}, what became of it, and one that uses it, {@code U}. */
  record Case(String name, String before, String after, String user, List<String> expected) {
    @Override
    public String toString() {
      return name;
    }

    private String in(String text, String role) {
      String at = name.replaceAll("[^a-z]", "");
      return text.isBlank()
          ? ""
          : "package "
              + role
              + "."
              + at
              + ";\n"
              + (role.equals("user") ? "import api." + at + ".*;\n" : "")
              + "import java.util.*;\nimport java.util.function.*;\n"
              + text;
    }

    private String file(String role, String type) {
      return role + "/" + name.replaceAll("[^a-z]", "") + "/" + type + ".java";
    }
  }

  private final List<Case> cases = read();
  private Map<String, byte[]> users;
  private Bundle before;
  private Bundle after;
  private Map<String, byte[]> apiBefore;

  private static List<Case> read() {
    List<Case> cases = new ArrayList<>();
    String text;
    try (InputStream in = LinkageTest.class.getResourceAsStream("linkage.txt")) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    for (String block : text.split("(?m)^== ")) {
      if (!block.isBlank() && !block.startsWith("#")) {
        String[] parts = block.split("(?m)^(before|after|user|finds):?");
        List<String> expected = new ArrayList<>();
        if (parts.length > 4) {
          parts[4].lines().map(String::strip).filter(l -> !l.isEmpty()).forEach(expected::add);
        }
        cases.add(new Case(parts[0].strip(), parts[1], parts[2], parts[3], expected));
      }
    }
    return cases;
  }

  List<Case> cases() {
    return cases;
  }

  @BeforeAll
  void compile() {
    Map<String, String> first = new TreeMap<>();
    Map<String, String> second = new TreeMap<>();
    for (Case each : cases) {
      first.put(each.file("api", "A"), each.in(each.before(), "api"));
      first.put(each.file("user", "U"), each.in(each.user(), "user"));
      second.put(each.file("api", "A"), each.in(each.after(), "api"));
    }
    Map<String, byte[]> all = Compiled.of(first);
    users = new TreeMap<>(all);
    users.keySet().removeIf(name -> name.startsWith("api/"));
    apiBefore = new HashMap<>(all);
    apiBefore.keySet().removeIf(name -> !name.startsWith("api/"));
    before = new Bundle("api 1.0", apiBefore, "-", null);
    after = new Bundle("api 1.1", Compiled.of(second), "-", null);
  }

  private List<String> findings(Case each, Bundle api) throws MalformedClassException {
    Bundle user = new Bundle("user 1.0", users, "api/", api);
    String at = "user/" + each.name().replaceAll("[^a-z]", "") + "/";
    List<String> findings = new ArrayList<>();
    for (Map.Entry<String, byte[]> entry : users.entrySet()) {
      if (entry.getKey().startsWith(at)) {
        ClassFile file = ClassFile.read(entry.getValue());
        LinkedType type = ((ClassSpace.There) user.find(entry.getKey())).type();
        for (Finding finding : Linkage.check(file, type)) {
          findings.add(finding.user() + " " + finding.sentence());
        }
      }
    }
    return findings;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void findsWhatWouldFailAndNothingElse(Case each) throws MalformedClassException {
    assertThat(findings(each, before)).isEmpty();
    String at = each.name().replaceAll("[^a-z]", "") + ".";
    List<String> found =
        findings(each, after).stream()
            .map(f -> f.replace("user." + at, "").replace("api." + at, ""))
            .toList();
    assertThat(found).containsExactlyInAnyOrderElementsOf(each.expected());
  }

  @Test
  void saysWhatAPackageDoesNotOfferAnyMore() throws MalformedClassException {
    List<String> dropped = new ArrayList<>();
    for (byte[] bytes : new TreeMap<>(apiBefore).values()) {
      dropped.addAll(Surface.dropped(ClassFile.shape(bytes), after));
      assertThat(Surface.dropped(ClassFile.shape(bytes), before)).isEmpty();
    }
    assertThat(dropped)
        .contains(
            "int api.amethodisgone.A.size(java.lang.String[])",
            "api.aclassisgone.A.Inner",
            "api.aclassbecomesaninterface.A as a class",
            "api.aconstructorischanged.A(int)")
        .noneMatch(words -> words.startsWith("api.amethodmovesup"))
        .noneMatch(words -> words.contains("secret"));
  }
}
