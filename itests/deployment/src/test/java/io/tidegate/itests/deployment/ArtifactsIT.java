package io.tidegate.itests.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.packer.Edition;
import io.tidegate.packer.Packer;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/** Every jar in every package of this build. */
class ArtifactsIT {
  private static final Pattern IMPORT = Pattern.compile("(?:[^,\"]|\"[^\"]*\")+");
  private static final Pattern RANGE = Pattern.compile(";\\s*version=\"?([^\";]+)\"?");
  private static final List<Shipped> JARS = new ArrayList<>();

  @TempDir Path folder;

  private record Shipped(String archive, String name, Attributes manifest, List<String> files) {
    @Override
    public String toString() {
      return archive + ", " + name;
    }

    /** Version ranges by package, without those that may be missing. */
    Map<String, VersionRange> imports() {
      Map<String, VersionRange> ranges = new TreeMap<>();
      String header = manifest.getValue("Import-Package");
      Matcher clauses = IMPORT.matcher(header == null ? "" : header);
      while (clauses.find()) {
        String clause = clauses.group().strip();
        Matcher range = RANGE.matcher(clause);
        if (!clause.contains("resolution:=optional")) {
          ranges.put(
              clause.replaceFirst(";.*", ""),
              new VersionRange(range.find() ? range.group(1) : "0"));
        }
      }
      return ranges;
    }
  }

  @BeforeAll
  static void open() throws IOException {
    try (Stream<Path> files = Files.list(Rig.PACKAGES)) {
      for (Path file : (Iterable<Path>) files.filter(f -> f.toString().endsWith(".dp"))::iterator) {
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(file))) {
          for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
            if (entry.getName().endsWith(".jar")) {
              JARS.add(shipped(file.getFileName().toString(), in.readAllBytes()));
            }
          }
        }
      }
    }
    assertThat(JARS).hasSizeGreaterThan(50);
  }

  private static Shipped shipped(String archive, byte[] bytes) throws IOException {
    List<String> files = new ArrayList<>();
    try (JarInputStream jar = new JarInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
        files.add(entry.getName());
      }
      Attributes manifest = jar.getManifest().getMainAttributes();
      String name = manifest.getValue("Bundle-SymbolicName").replaceFirst(";.*", "");
      return new Shipped(archive, name, manifest, files);
    }
  }

  @Test
  void importsWhatHostsHave() {
    Map<String, List<String>> versions =
        Map.of(
            "org.osgi.framework", List.of("1.8.0", "1.9.0", "1.10.0"),
            "org.osgi.service.component", List.of("1.4.0", "1.5.1"),
            "org.osgi.service.cm", List.of("1.6.0"),
            "org.slf4j", List.of("1.7.36", "2.0.17"));
    List<String> wrong = new ArrayList<>();
    for (Shipped jar : JARS) {
      jar.imports()
          .forEach(
              (name, range) ->
                  versions.getOrDefault(name, List.of()).stream()
                      .filter(version -> !range.includes(Version.parseVersion(version)))
                      .forEach(
                          version ->
                              wrong.add(jar + " imports " + name + " " + range + ": " + version)));
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void importsOfKuraWhatEachOfItsLinesExports() throws IOException {
    List<String> wrong = new ArrayList<>();
    Set<String> asked = new TreeSet<>();
    for (String kura : List.of("5.3", "5.6", "6")) {
      Map<String, String> exports = KuraApi.exports(kura);
      for (Shipped jar : JARS) {
        jar.imports()
            .forEach(
                (name, range) -> {
                  if (name.startsWith("org.eclipse.kura")) {
                    asked.add(name);
                    String version = exports.get(name);
                    if (version == null || !range.includes(Version.parseVersion(version))) {
                      wrong.add(
                          jar + ": " + name + " " + range + ", Kura " + kura + ": " + version);
                    }
                  }
                });
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(asked).hasSizeGreaterThan(10);
  }

  /** The natives of JDBC, JNA, serial ports and epoll, each in the file of its library (P8). */
  @Test
  void bringsNativeCodeForBothArchitectures() {
    Map<String, List<String>> natives =
        Map.of(
            "org.xerial.sqlite-jdbc",
            List.of("org/sqlite/native/Linux/x86_64/.*", "org/sqlite/native/Linux/aarch64/.*"),
            "com.sun.jna",
            List.of("com/sun/jna/linux-x86-64/.*", "com/sun/jna/linux-aarch64/.*"),
            "com.fazecast.jSerialComm",
            List.of("Linux/x86_64/.*", "Linux/armv8_64/.*"),
            "io.netty.transport-native-epoll.linux-x86_64",
            List.of("META-INF/native/.*epoll_x86_64\\.so"),
            "io.netty.transport-native-epoll.linux-aarch_64",
            List.of("META-INF/native/.*epoll_aarch_64\\.so"));
    natives.forEach(
        (library, wanted) -> {
          Shipped jar =
              JARS.stream()
                  .filter(each -> each.name().equals("io.tidegate.wrap." + library))
                  .findFirst()
                  .orElseThrow(() -> new AssertionError("no " + library));
          assertThat(wanted)
              .as(library)
              .allMatch(file -> jar.files().stream().anyMatch(each -> each.matches(file)));
        });
  }

  @Test
  void bindsNettyToTheVersionThatIsTested() {
    assertThat(JARS)
        .allSatisfy(
            jar ->
                jar.imports()
                    .forEach(
                        (name, range) -> {
                          if (name.startsWith("io.netty.") && range.getRight() != null) {
                            assertThat(range.getLeft())
                                .as(jar + " imports " + name)
                                .isGreaterThanOrEqualTo(new Version(4, 1, 128));
                          }
                        }));
  }

  @Test
  void startsEveryBundleAtOnce() {
    // Kura shows no form of a bundle that waits for its first class
    assertThat(JARS)
        .allSatisfy(
            jar -> {
              assertThat(jar.manifest().getValue("Bundle-ActivationPolicy")).isNull();
              assertThat(jar.manifest().getValue("Require-Bundle")).isNull();
            });
  }

  @Test
  void knowsKuraInItsAdaptersAlone() {
    assertThat(JARS)
        .allSatisfy(
            jar -> {
              if (!jar.name().startsWith("io.tidegate.host.kura")) {
                assertThat(jar.imports().keySet()).noneMatch(n -> n.startsWith("org.eclipse.kura"));
              }
              assertThat(jar.files()).noneMatch(file -> file.startsWith("org/eclipse/kura/"));
            });
  }

  @Test
  void hasEachSymbolicNameOnceAndAllOfOurs() {
    TreeSet<String> names = new TreeSet<>();
    assertThat(JARS)
        .allSatisfy(
            jar -> {
              assertThat(jar.name()).startsWith("io.tidegate.");
              assertThat(names.add(jar.name())).as(jar + " twice").isTrue();
            });
  }

  @Test
  void makesTheSameBytesOfTheSameBundles() throws IOException {
    List<byte[]> made = new ArrayList<>();
    for (String each : List.of("one", "another")) {
      Path bundles = Files.createDirectories(folder.resolve(each).resolve("bundles"));
      try (Stream<Path> files = Files.list(Rig.BUNDLES)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          String name = file.getFileName().toString();
          if (name.startsWith("j2mod") || name.startsWith("io.tidegate.host.dp.guard")) {
            Files.copy(file, bundles.resolve(name));
          }
        }
      }
      Path plan = folder.resolve(each).resolve("packages.txt");
      Files.writeString(plan, "tidegate-modbus 2 com.ghgande.j2mod\n");
      Instant time = Instant.parse("2026-01-01T00:00:00Z");
      Packer packer =
          Packer.of(
              new Edition("1.0.0", 1, 1, time, List.of()), plan, bundles, folder.resolve(each));
      Path templates = Rig.ROOT.resolve("distribution/kura/src/main/deb");
      made.add(Files.readAllBytes(packer.deploymentPackages(folder.resolve(each)).get(0)));
      made.add(Files.readAllBytes(packer.debianPackage(time, templates, folder.resolve(each))));
    }
    assertThat(made.get(2)).isEqualTo(made.get(0));
    assertThat(made.get(3)).isEqualTo(made.get(1));
  }

  @Test
  void laysTheDebianPackageOutAsKuraStartsBundles() throws IOException {
    List<String> listed = new ArrayList<>();
    byte[] block = new byte[512];
    try (DataInputStream tar = new DataInputStream(new GZIPInputStream(dataOfDebianPackage()))) {
      for (tar.readFully(block); block[0] != 0; tar.readFully(block)) {
        String name = text(block, 345, 155) + (block[345] == 0 ? "" : "/") + text(block, 0, 100);
        long size = Long.parseLong(text(block, 124, 11), 8);
        if (name.endsWith(".jar")) {
          assertThat(name).matches("\\./opt/eclipse/kura/plugins/(4s|5|5s|6s)/io\\.tidegate\\..*");
          assertThat(text(block, 100, 7)).as(name).isEqualTo("0000600");
          assertThat(text(block, 265, 32)).as(name).isEqualTo("kurad");
          listed.add(name.replaceFirst(".*/", ""));
        }
        tar.skipNBytes((size + 511) / 512 * 512);
      }
    }
    long guards = JARS.stream().filter(jar -> jar.name().contains(".host.dp.guard")).count();
    assertThat(listed).hasSize(JARS.size() - (int) guards).doesNotHaveDuplicates();
  }

  private static ByteArrayInputStream dataOfDebianPackage() throws IOException {
    Path file;
    try (Stream<Path> files = Files.list(Rig.PACKAGES)) {
      file = files.filter(f -> f.toString().endsWith(".deb")).findFirst().orElseThrow();
    }
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      assertThat(new String(in.readNBytes(8), StandardCharsets.US_ASCII)).isEqualTo("!<arch>\n");
      while (true) {
        String header = new String(in.readNBytes(60), StandardCharsets.US_ASCII);
        byte[] content = in.readNBytes(Integer.parseInt(header.substring(48, 58).strip()));
        in.skipNBytes(content.length % 2);
        if (header.startsWith("data.tar.gz")) {
          return new ByteArrayInputStream(content);
        }
      }
    }
  }

  private static String text(byte[] block, int at, int length) {
    String text = new String(block, at, length, StandardCharsets.US_ASCII);
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }
}
