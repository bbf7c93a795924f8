package io.tidegate.itests.deployment;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A bundle that exports what a Kura does, at its versions, out of our own declarations: enough to
 * resolve and start what speaks Kura's types. A genuine Kura's cannot be had from public
 * repositories.
 */
final class KuraApi {
  private static final Path CLASSES = Rig.ROOT.resolve("bundles/host/kura-stubs/target/classes");
  private static final List<String> COLUMNS = List.of("5.3", "5.6", "6");
  private static final String LEAST = "1.0.0";

  private KuraApi() {}

  /**
   * Versions by package.
   *
   * @param kura {@code 5.3}, {@code 5.6} or {@code 6}
   */
  static Map<String, String> exports(String kura) throws IOException {
    Map<String, String> exports = new TreeMap<>();
    for (String line :
        Files.readAllLines(Path.of("src/test/resources/kura-exports.txt").toAbsolutePath())) {
      if (!line.startsWith("#")) {
        String[] words = line.strip().split("\\s+", -1);
        String version = words[1 + COLUMNS.indexOf(kura)];
        exports.put(words[0], version.equals("-") ? LEAST : version);
      }
    }
    return exports;
  }

  /** Writes it. */
  static Path bundle(String kura, Path folder) throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", "org.eclipse.kura.api");
    main.putValue("Bundle-Version", "2.0.0");
    main.putValue(
        "Export-Package",
        exports(kura).entrySet().stream()
            .map(each -> each.getKey() + ";version=\"" + each.getValue() + '"')
            .collect(Collectors.joining(",")));
    Path file = Files.createDirectories(folder).resolve("kura-api-" + kura + ".jar");
    try (OutputStream bytes = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(bytes, manifest);
        Stream<Path> classes = Files.walk(CLASSES)) {
      classes.filter(path -> path.toString().endsWith(".class")).forEach(path -> add(path, jar));
    }
    return file;
  }

  private static void add(Path file, JarOutputStream jar) {
    try {
      jar.putNextEntry(new JarEntry(CLASSES.relativize(file).toString()));
      Files.copy(file, jar);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
