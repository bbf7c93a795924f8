package io.tidegate.admin.updates.engine;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Where bundles for tests are made, from sources. */
public final class Forge {
  private final Path folder;
  private int made;

  /**
   * @param folder for the jars
   */
  public Forge(Path folder) {
    this.folder = folder;
  }

  /** Compiles sources, each a class named like its file, to entries of a jar. */
  public Map<String, byte[]> compiled(Map<String, String> sources) throws IOException {
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

  static Map<String, byte[]> only(Map<String, byte[]> entries, String prefix) {
    Map<String, byte[]> some = new TreeMap<>(entries);
    some.keySet().removeIf(name -> !name.startsWith(prefix));
    return some;
  }

  public static byte[] jar(Map<String, byte[]> entries, String... headers) throws IOException {
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

  /** A bundle with those entries and further headers. */
  Piece bundle(String name, String version, Map<String, byte[]> entries, String... headers)
      throws IOException {
    Path file = file(name, version, entries, headers);
    Map<String, String> map = new HashMap<>(Jars.headers(file));
    return new Piece(
        file.toString(), new Needs(map), () -> ClassPath.of(file, map.get("Bundle-ClassPath")));
  }

  /** The jar of such a bundle. */
  Path file(String name, String version, Map<String, byte[]> entries, String... headers)
      throws IOException {
    List<String> all = new ArrayList<>(List.of(headers));
    all.addAll(List.of("Bundle-SymbolicName", name, "Bundle-Version", version));
    all.addAll(List.of("Bundle-ManifestVersion", "2"));
    Path file = folder.resolve("b" + made++ + ".jar");
    Files.write(file, jar(entries, all.toArray(String[]::new)));
    return file;
  }
}
