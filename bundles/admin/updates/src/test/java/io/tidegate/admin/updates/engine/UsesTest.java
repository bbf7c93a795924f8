package io.tidegate.admin.updates.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.codec.classfile.MalformedClassException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsesTest {
  private static final String API = "package io.tidegate.a; public interface A { %s }";
  private static final String USER =
      "package u; public class U implements io.tidegate.a.A { public void go() {}"
          + " static void u(io.tidegate.a.A a) { a.go(); } }";

  private Forge forge;

  @BeforeEach
  void open(@TempDir Path folder) {
    forge = new Forge(folder);
  }

  private Piece api(String version, String body) throws IOException {
    return forge.bundle(
        "io.tidegate.a",
        version,
        forge.compiled(Map.of("A.java", API.formatted(body))),
        "Export-Package",
        "io.tidegate.a;version=" + version);
  }

  private Map<String, byte[]> user() throws IOException {
    return Forge.only(
        forge.compiled(Map.of("A.java", API.formatted("void go();"), "U.java", USER)), "u/");
  }

  private Piece user(Map<String, byte[]> entries, String... headers) throws IOException {
    List<String> all = new ArrayList<>(List.of(headers));
    all.addAll(List.of("Import-Package", "io.tidegate.a;version=\"[1,2)\""));
    return forge.bundle("u", "3.1.0", entries, all.toArray(String[]::new));
  }

  private static List<String> gaps(List<Piece> staying, List<Piece> going, Piece... coming)
      throws Exception {
    Uses.Sides sides = new Uses.Sides(staying, going, List.of(coming), List.of());
    try (Worlds worlds = new Worlds(sides)) {
      return Uses.gaps(worlds, () -> {});
    }
  }

  @Test
  void namesBundleClassMemberAndProvider() throws Exception {
    Piece api = api("1.4.0", "void stop();");
    assertThat(gaps(List.of(api), List.of(), user(user())))
        .containsExactly(
            "u 3.1.0: u.U uses void io.tidegate.a.A.go(), which io.tidegate.a 1.4.0 does not have",
            "u 3.1.0: u.U does not implement void io.tidegate.a.A.stop(), which io.tidegate.a"
                + " 1.4.0 asks for");
    assertThat(gaps(List.of(api("1.4.0", "void go();")), List.of(), user(user()))).isEmpty();
  }

  @Test
  void takesTheReleasesOwnProvider() throws Exception {
    Piece old = api("1.4.0", "");
    assertThat(gaps(List.of(), List.of(old), api("1.5.0", "void go();"), user(user()))).isEmpty();
  }

  @Test
  void asksThoseThatStayWhetherTheyCanBearWhatComes() throws Exception {
    Piece old = api("1.4.0", "void go();");
    Piece user = user(user());
    assertThat(gaps(List.of(user), List.of(old), api("1.5.0", "void go(); void more();")))
        .singleElement()
        .asString()
        .startsWith("u 3.1.0: u.U does not implement void io.tidegate.a.A.more()");
    assertThat(gaps(List.of(user), List.of(old), api("1.5.0", "void go(); default void m() {}")))
        .isEmpty();
  }

  @Test
  void letsNothingGoAtTheSameMajorVersion() throws Exception {
    Piece old = api("1.4.0", "void go(); class Inner {}");
    Piece young = api("1.5.0", "class Inner {}");
    assertThat(gaps(List.of(), List.of(old), young))
        .containsExactly(
            "io.tidegate.a 1.5.0 exports io.tidegate.a 1.5.0 without void io.tidegate.a.A.go(),"
                + " which io.tidegate.a 1.4.0 has in version 1.4.0");
    assertThat(gaps(List.of(), List.of(old), forge.bundle("io.tidegate.a", "1.6.0", Map.of())))
        .containsExactly(
            "io.tidegate.a 1.6.0 does not export io.tidegate.a, which io.tidegate.a 1.4.0 does");
    assertThat(gaps(List.of(), List.of(old), api("2.0.0", ""))).isEmpty();
    assertThat(gaps(List.of(), List.of(young), api("1.4.0", ""))).as("on the way back").isEmpty();
  }

  @Test
  void blamesNobodyForWhatIsMissingAlready() throws Exception {
    Piece api = api("1.4.0", "");
    Piece broken = user(user());
    assertThat(gaps(List.of(api, broken), List.of(), forge.bundle("other", "1.0.0", Map.of())))
        .isEmpty();
    assertThat(gaps(List.of(broken), List.of(api), api("1.4.1", ""))).isEmpty();
    assertThat(gaps(List.of(api), List.of(broken), user(user()))).isEmpty();
  }

  @Test
  void findsClassesOfJarsAndFoldersInABundle() throws Exception {
    Piece api = api("1.4.0", "void stop();");
    Map<String, byte[]> inside = Map.of("lib/u.jar", Forge.jar(user()));
    Map<String, byte[]> folders = new TreeMap<>();
    user().forEach((name, bytes) -> folders.put("in/" + name, bytes));
    assertThat(gaps(List.of(api), List.of(), user(inside))).isEmpty();
    assertThat(gaps(List.of(api), List.of(), user(inside, "Bundle-ClassPath", ".,lib/u.jar")))
        .hasSize(2);
    assertThat(gaps(List.of(api), List.of(), user(folders, "Bundle-ClassPath", "in"))).hasSize(2);
  }

  @Test
  void readsOfSeveralReleasesTheOneForThisJava() throws Exception {
    Piece api = api("1.4.0", "void stop();");
    Map<String, byte[]> entries = new TreeMap<>();
    byte[] plain = forge.compiled(Map.of("U.java", "package u; class U {}")).get("u/U.class");
    entries.put("u/U.class", user().get("u/U.class"));
    entries.put("META-INF/versions/11/u/U.class", plain);
    entries.put("META-INF/versions/9999/u/U.class", new byte[] {1});
    assertThat(gaps(List.of(api), List.of(), user(entries))).hasSize(2);
    assertThat(gaps(List.of(api), List.of(), user(entries, "Multi-Release", "true"))).isEmpty();
  }

  @Test
  void seesWithAFragmentWhatItsHostSees() throws Exception {
    Piece api = api("1.4.0", "void stop();");
    Piece host = user(Map.of());
    Piece fragment = forge.bundle("f", "1.0.0", user(), "Fragment-Host", "u");
    assertThat(gaps(List.of(api, host), List.of(), fragment))
        .hasSize(2)
        .allMatch(gap -> gap.startsWith("f 1.0.0: u.U "));
  }

  @Test
  void refusesWhatThisJavaCouldNotLoad() throws Exception {
    Piece api = api("1.4.0", "void go();");
    Map<String, byte[]> entries = user();
    entries.get("u/U.class")[7]++;
    assertThatThrownBy(() -> gaps(List.of(api), List.of(), user(entries)))
        .isInstanceOf(MalformedClassException.class)
        .hasMessageMatching("u 3.1.0: class u.U is made for Java \\d+, and this is \\d+");
    entries.put("u/U.class", new byte[] {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0});
    assertThatThrownBy(() -> gaps(List.of(api), List.of(), user(entries)))
        .hasMessage("u 3.1.0: class u.U: it ends in the middle");
    assertThat(gaps(List.of(user(entries)), List.of(api), api("1.5.0", "void go();")))
        .as("it stays, and was there before")
        .isEmpty();
  }
}
