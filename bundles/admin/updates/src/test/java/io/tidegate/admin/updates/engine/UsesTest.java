package io.tidegate.admin.updates.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.codec.classfile.MalformedClassException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsesTest {
  private static final String API = "package io.tidegate.a; public interface A { %s }";
  private static final String USER =
      "package u; public class U implements io.tidegate.a.A { public void go() {}"
          + " static void u(io.tidegate.a.A a) { a.go(); } }";

  @TempDir Path folder;
  private int made;

  /** Compiles sources, each a class named like its file, to entries of a jar. */
  private Map<String, byte[]> compiled(Map<String, String> sources) throws IOException {
    Path at = Files.createDirectory(folder.resolve("c" + made++));
    List<String> line = new ArrayList<>(List.of("-proc:none", "-d", at.toString()));
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = at.resolve(source.getKey());
      Files.writeString(file, source.getValue());
      line.add(file.toString());
    }
    String[] words = line.toArray(String[]::new);
    assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, System.err, words)).isZero();
    Map<String, byte[]> entries = new TreeMap<>();
    try (Stream<Path> files = Files.walk(at)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        entries.put(at.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return entries;
  }

  private static Map<String, byte[]> only(Map<String, byte[]> entries, String prefix) {
    Map<String, byte[]> some = new TreeMap<>(entries);
    some.keySet().removeIf(name -> !name.startsWith(prefix));
    return some;
  }

  private static byte[] jar(Map<String, byte[]> entries, String... headers) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    for (int i = 0; i < headers.length; i += 2) {
      manifest.getMainAttributes().putValue(headers[i], headers[i + 1]);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new JarEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private Piece bundle(String name, String version, Map<String, byte[]> entries, String... headers)
      throws IOException {
    List<String> all = new ArrayList<>(List.of(headers));
    all.addAll(List.of("Bundle-SymbolicName", name, "Bundle-Version", version));
    Path file = folder.resolve("b" + made++ + ".jar");
    Files.write(file, jar(entries, all.toArray(String[]::new)));
    Map<String, String> map = new HashMap<>(Jars.headers(file));
    return new Piece(
        file.toString(), new Needs(map), () -> ClassPath.of(file, map.get("Bundle-ClassPath")));
  }

  private Piece api(String version, String body) throws IOException {
    return bundle(
        "io.tidegate.a",
        version,
        compiled(Map.of("A.java", API.formatted(body))),
        "Export-Package",
        "io.tidegate.a;version=" + version);
  }

  private Map<String, byte[]> user() throws IOException {
    return only(compiled(Map.of("A.java", API.formatted("void go();"), "U.java", USER)), "u/");
  }

  private Piece user(Map<String, byte[]> entries, String... headers) throws IOException {
    List<String> all = new ArrayList<>(List.of(headers));
    all.addAll(List.of("Import-Package", "io.tidegate.a;version=\"[1,2)\""));
    return bundle("u", "3.1.0", entries, all.toArray(String[]::new));
  }

  private static List<String> gaps(List<Piece> staying, List<Piece> going, Piece... coming)
      throws Exception {
    return Uses.gaps(new Uses.Sides(staying, going, List.of(coming), List.of()), () -> {});
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
    assertThat(gaps(List.of(), List.of(old), bundle("io.tidegate.a", "1.6.0", Map.of())))
        .containsExactly(
            "io.tidegate.a 1.6.0 does not export io.tidegate.a, which io.tidegate.a 1.4.0 does");
    assertThat(gaps(List.of(), List.of(old), api("2.0.0", ""))).isEmpty();
    assertThat(gaps(List.of(), List.of(young), api("1.4.0", ""))).as("on the way back").isEmpty();
  }

  @Test
  void blamesNobodyForWhatIsMissingAlready() throws Exception {
    Piece api = api("1.4.0", "");
    Piece broken = user(user());
    assertThat(gaps(List.of(api, broken), List.of(), bundle("other", "1.0.0", Map.of()))).isEmpty();
    assertThat(gaps(List.of(broken), List.of(api), api("1.4.1", ""))).isEmpty();
    assertThat(gaps(List.of(api), List.of(broken), user(user()))).isEmpty();
  }

  @Test
  void findsClassesOfJarsAndFoldersInABundle() throws Exception {
    Piece api = api("1.4.0", "void stop();");
    Map<String, byte[]> inside = Map.of("lib/u.jar", jar(user()));
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
    byte[] plain = compiled(Map.of("U.java", "package u; class U {}")).get("u/U.class");
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
    Piece fragment = bundle("f", "1.0.0", user(), "Fragment-Host", "u");
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
