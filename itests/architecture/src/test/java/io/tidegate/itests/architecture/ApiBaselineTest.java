package io.tidegate.itests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The api packages against the committed signature of the last release: what only adds asks for a
 * higher minor version of the package, everything else for a higher major one. {@code mvn -pl
 * itests/architecture test -Dapi.accept=true} writes the present signatures: done at a release, in
 * a commit that is reviewed.
 */
class ApiBaselineTest {
  private static final Path BASELINE =
      Reactor.ROOT.resolve("itests/architecture/src/test/resources/api");
  private static final Pattern EXPORT =
      Pattern.compile("(io\\.tidegate\\.api\\.[a-z.]+);[^,]*?version=\"(\\d+\\.\\d+\\.\\d+)");

  /** Signature of a package: its version, and its lines. */
  private record Face(String version, SortedSet<String> lines) {
    String text(String name) {
      return "package " + name + " " + version + "\n" + String.join("\n", lines) + "\n";
    }
  }

  @Test
  void changesTheApiOnlyWithItsVersion() throws Exception {
    SortedMap<String, Face> present = present();
    assertThat(present).isNotEmpty();
    if (Boolean.getBoolean("api.accept")) {
      accept(present);
    }
    for (var entry : present.entrySet()) {
      Path file = BASELINE.resolve(entry.getKey() + ".txt");
      assertThat(file).as("signature of the last release").exists();
      assertThat(complaint(read(file), entry.getValue())).as(entry.getKey()).isEmpty();
    }
    assertThat(Reactor.children(BASELINE).stream().map(f -> f.getFileName().toString()))
        .as("packages of the last release that are gone")
        .containsExactlyElementsOf(present.keySet().stream().map(name -> name + ".txt").toList());
  }

  @Test
  void asksForAMinorVersionWhenSomethingIsAdded() {
    Face old = new Face("1.2.0", new TreeSet<>(List.of("A")));
    SortedSet<String> more = new TreeSet<>(List.of("A", "B"));
    assertThat(complaint(old, new Face("1.2.0", more))).contains("1.3.0").contains("+ B");
    assertThat(complaint(old, new Face("1.3.0", more))).isEmpty();
    assertThat(complaint(old, new Face("2.0.0", more))).isEmpty();
  }

  @Test
  void asksForAMajorVersionWhenSomethingIsGone() {
    Face old = new Face("1.2.0", new TreeSet<>(List.of("A", "B")));
    SortedSet<String> less = new TreeSet<>(List.of("A", "C"));
    assertThat(complaint(old, new Face("1.3.0", less))).contains("2.0.0").contains("- B");
    assertThat(complaint(old, new Face("2.0.0", less))).isEmpty();
  }

  /** Empty when the version says what has changed. */
  private static String complaint(Face old, Face now) {
    SortedSet<String> gone = new TreeSet<>(old.lines());
    gone.removeAll(now.lines());
    SortedSet<String> added = new TreeSet<>(now.lines());
    added.removeAll(old.lines());
    int[] was = version(old.version());
    int[] is = version(now.version());
    boolean major = is[0] > was[0];
    boolean minor = major || (is[0] == was[0] && is[1] > was[1]);
    StringBuilder text = new StringBuilder();
    if (!gone.isEmpty() && !major) {
      text.append("needs version ").append(was[0] + 1).append(".0.0");
    } else if (!added.isEmpty() && !minor) {
      text.append("needs version ").append(was[0]).append('.').append(was[1] + 1).append(".0");
    } else {
      return "";
    }
    gone.forEach(line -> text.append("\n- ").append(line));
    added.forEach(line -> text.append("\n+ ").append(line));
    return text.toString();
  }

  private static int[] version(String text) {
    return Stream.of(text.split("\\.")).mapToInt(Integer::parseInt).toArray();
  }

  private static Face read(Path file) {
    List<String> lines = Reactor.text(file).lines().toList();
    String version = lines.get(0).substring(lines.get(0).lastIndexOf(' ') + 1);
    return new Face(version, new TreeSet<>(lines.subList(1, lines.size())));
  }

  private static void accept(SortedMap<String, Face> present) throws IOException {
    for (Path old : Reactor.children(BASELINE)) {
      Files.delete(old);
    }
    for (var entry : present.entrySet()) {
      Files.writeString(
          BASELINE.resolve(entry.getKey() + ".txt"), entry.getValue().text(entry.getKey()));
    }
  }

  private static SortedMap<String, Face> present() throws Exception {
    List<Path> jars =
        Code.MODULES.stream()
            .filter(m -> m.area().equals("api"))
            .map(m -> m.jar().orElseThrow())
            .toList();
    SortedMap<String, Face> faces = new TreeMap<>();
    try (URLClassLoader loader = new URLClassLoader(urls(jars))) {
      for (Path file : jars) {
        try (JarFile jar = new JarFile(file.toFile())) {
          String exports = jar.getManifest().getMainAttributes().getValue("Export-Package");
          Matcher export = EXPORT.matcher(exports.replaceAll("uses:=\"[^\"]*\"", "uses"));
          while (export.find()) {
            faces.put(export.group(1), face(jar, export.group(1), export.group(2), loader));
          }
        }
      }
    }
    return faces;
  }

  private static Face face(JarFile jar, String name, String version, ClassLoader loader)
      throws Exception {
    SortedSet<String> lines = new TreeSet<>();
    String folder = name.replace('.', '/') + "/";
    for (var entries = jar.entries(); entries.hasMoreElements(); ) {
      String entry = entries.nextElement().getName();
      if (entry.startsWith(folder)
          && entry.endsWith(".class")
          && entry.indexOf('/', folder.length()) < 0
          && !entry.endsWith("package-info.class")) {
        String type = entry.substring(0, entry.length() - ".class".length()).replace('/', '.');
        lines.addAll(ApiSignature.of(loader.loadClass(type)));
      }
    }
    return new Face(version, lines);
  }

  private static URL[] urls(List<Path> jars) throws MalformedURLException {
    URL[] urls = new URL[jars.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = jars.get(i).toUri().toURL();
    }
    return urls;
  }
}
