package io.tidegate.admin.release.tool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.operation.Tool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** A folder in which somebody types commands. */
final class Bench {
  static final Instant NOW = Instant.parse("2027-03-01T12:00:00Z");

  /** What a run printed. */
  record Ran(int code, String out, String err) {
    String all() {
      return out + err;
    }
  }

  final Path folder;

  Bench(Path folder) {
    this.folder = folder;
  }

  /** Runs a line of words without blanks in them. */
  Ran run(String line) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        new ReleaseTool(() -> NOW)
            .run(
                new Tool.Call(
                    List.of(line.strip().split("\\s+")),
                    folder,
                    new PrintStream(out, true, UTF_8),
                    new PrintStream(err, true, UTF_8)));
    return new Ran(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  Ran good(String line) {
    Ran ran = run(line);
    assertThat(ran.err()).as(line).isEmpty();
    assertThat(ran.code()).as(line + "\n" + ran.out()).isZero();
    return ran;
  }

  /** Keys, a root of one key and of two of two for releases, and two bundles. */
  void prepare() throws IOException {
    for (String key : List.of("root", "a", "b", "permit", "stranger")) {
      good("key new " + key + ".pem");
    }
    good(
        "root new -o root.json --expires 2030-01-01 --root root.pem --release a.pem,b.pem"
            + " --release-threshold 2 --permit permit.pem");
    jar("bundles/one.jar", "com.acme.one", "1.0.0", "blue-green");
    jar("bundles/two.jar", "com.acme.two", "1.0.0", "in-place");
  }

  /** Builds and signs. */
  void release(String file, int counter, String options) {
    good(
        "build -o %s --name tidegate-site --version 1.0.%d --counter %d --expires 2028-01-01 --bundles bundles %s"
            .formatted(file, counter, counter, options));
    good("sign " + file + " --key a.pem --key b.pem");
  }

  Path jar(String file, String name, String version, String update) throws IOException {
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.putValue("Bundle-ManifestVersion", "2");
    headers.putValue("Bundle-SymbolicName", name + ";singleton:=true");
    headers.putValue("Bundle-Version", version);
    if (!update.isEmpty()) {
      headers.putValue("Tidegate-Update", update);
    }
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    new JarOutputStream(Files.newOutputStream(path), manifest).close();
    return path;
  }

  Map<String, byte[]> entries(String file) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(folder.resolve(file)))) {
      for (ZipEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        entries.put(e.getName(), in.readAllBytes());
      }
    }
    return entries;
  }

  void zip(String file, Map<String, byte[]> entries) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(folder.resolve(file)))) {
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(each.getKey()));
        out.write(each.getValue());
      }
    }
  }
}
