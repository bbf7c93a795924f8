package io.tidegate.itests.deployment;

import io.tidegate.codec.release.Purpose;
import io.tidegate.codec.release.Role;
import io.tidegate.codec.release.Root;
import io.tidegate.codec.release.Signer;
import io.tidegate.itests.deployment.inside.Serving;
import io.tidegate.packer.Edition;
import io.tidegate.packer.Packer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Small packages of two bundles and the real guard, signed with keys of the test's own. */
final class Samples {
  static final String ONE = "io.tidegate.sample.one";
  static final String FEATURE = "io.tidegate.sample.feature";
  private static final String SHARED = "io.tidegate.itests.deployment.inside";
  private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");
  static final String GOOD = "java.util";

  private final Path folder;
  private final Signer signer = signer();
  private final Signer stranger = signer();
  private int count;

  Samples(Path folder) {
    this.folder = folder;
  }

  private static Signer signer() {
    try {
      return new Signer(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Pins the good key where the guard looks for it. */
  void pin(Path home) throws Exception {
    Role role = new Role(1, List.of(signer.key().id()));
    Root root =
        new Root(
            1,
            Instant.parse("2100-01-01T00:00:00Z"),
            Map.of(signer.key().id(), signer.key()),
            Map.of(Purpose.ROOT, role, Purpose.RELEASE, role));
    Files.createDirectories(home);
    Files.write(home.resolve("root.json"), root.write());
  }

  Path signed(int number) throws IOException {
    return build(number, number, GOOD, "2100-01-01T00:00:00Z", List.of(signer));
  }

  Path unsigned(int number) throws IOException {
    return build(number, number, GOOD, "2100-01-01T00:00:00Z", List.of());
  }

  Path byStranger(int number) throws IOException {
    return build(number, number, GOOD, "2100-01-01T00:00:00Z", List.of(stranger));
  }

  Path expired(int number) throws IOException {
    return build(number, number, GOOD, "2020-01-01T00:00:00Z", List.of(signer));
  }

  /** A newer version with a counter that was used before. */
  Path withCounter(int number, long counter) throws IOException {
    return build(number, counter, GOOD, "2100-01-01T00:00:00Z", List.of(signer));
  }

  /** A bundle imports what nobody has. */
  Path unresolvable(int number) throws IOException {
    return build(number, number, "com.nobody.has.that", "2100-01-01T00:00:00Z", List.of(signer));
  }

  /** A package that imports from the first one. */
  Path feature(int number) throws IOException {
    Path work = prepare();
    byte[] bundle = bundle(FEATURE, number, SHARED, "a feature");
    Files.write(work.resolve("bundles/feature.jar"), bundle);
    return pack(
        work,
        "tidegate-feature 5 " + FEATURE,
        new Edition("1.0." + number, number, 1, FAR, List.of(signer)));
  }

  private Path prepare() throws IOException {
    Path work = folder.resolve("build-" + ++count);
    Path bundles = Files.createDirectories(work.resolve("bundles"));
    try (Stream<Path> files = Files.list(Rig.BUNDLES)) {
      Path guard =
          files.filter(f -> f.toString().contains("host.dp.guard")).findFirst().orElseThrow();
      Files.copy(guard, bundles.resolve(guard.getFileName()));
    }
    return work;
  }

  private static Path pack(Path work, String plan, Edition edition) throws IOException {
    Path file = work.resolve("packages.txt");
    Files.writeString(file, plan + "\n");
    return Packer.of(edition, file, work.resolve("bundles"), work.resolve("work"))
        .deploymentPackages(work)
        .get(0);
  }

  /**
   * @param number of the version
   * @param imports of the first bundle
   */
  private Path build(int number, long counter, String imports, String expires, List<Signer> signers)
      throws IOException {
    Path work = prepare();
    Path bundles = work.resolve("bundles");
    Files.write(bundles.resolve("one.jar"), bundle(ONE, number, imports, "version " + number));
    Files.write(bundles.resolve("two.jar"), bundle("io.tidegate.sample.two", number, GOOD, ""));
    return pack(
        work,
        "tidegate-core 5 " + ONE + " io.tidegate.sample.two",
        new Edition("1.0." + number, counter, 1, Instant.parse(expires), signers));
  }

  /** A bundle of one class; the first one's activator serves what it is told. */
  static byte[] bundle(String name, int number, String imports, String serves) throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", name);
    main.putValue("Bundle-Version", "1.0." + number);
    main.putValue(
        "Import-Package", "org.osgi.framework" + (imports.equals(GOOD) ? "" : "," + imports));
    if (serves.isEmpty()) {
      main.putValue("Export-Package", SHARED);
    } else {
      main.putValue("Bundle-Activator", Serving.class.getName());
      main.putValue("Serves", serves);
    }
    return jar(manifest, Serving.class);
  }

  /** A bundle of the host that discharges a vehicle when it is told. */
  Path busy() throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", "host.busy");
    main.putValue("Bundle-Activator", "io.tidegate.itests.deployment.inside.Busy");
    main.putValue("Import-Package", "org.osgi.framework,io.tidegate.api.control");
    Path file = folder.resolve("busy.jar");
    Files.createDirectories(folder);
    Files.write(file, jar(manifest, io.tidegate.itests.deployment.inside.Busy.class));
    return file;
  }

  private static byte[] jar(Manifest manifest, Class<?> type) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String name = type.getName().replace('.', '/') + ".class";
    try (JarOutputStream jar = new JarOutputStream(bytes, manifest);
        InputStream in = type.getClassLoader().getResourceAsStream(name)) {
      jar.putNextEntry(new JarEntry(name));
      in.transferTo(jar);
    }
    return bytes.toByteArray();
  }

  /** A copy in which one entry is another. */
  Path with(Path archive, String entry, UnaryOperator<byte[]> change) throws IOException {
    Path copy = folder.resolve("changed-" + ++count + ".dp");
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(archive));
        OutputStream file = Files.newOutputStream(copy);
        ZipOutputStream out = new ZipOutputStream(file, StandardCharsets.UTF_8)) {
      for (ZipEntry each = in.getNextEntry(); each != null; each = in.getNextEntry()) {
        byte[] bytes = in.readAllBytes();
        out.putNextEntry(new ZipEntry(each.getName()));
        out.write(each.getName().equals(entry) ? change.apply(bytes) : bytes);
      }
    }
    return copy;
  }
}
