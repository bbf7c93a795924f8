package io.tidegate.itests.updates;

import io.tidegate.codec.release.BundleEntry;
import io.tidegate.codec.release.Health;
import io.tidegate.codec.release.Manifest;
import io.tidegate.codec.release.Purpose;
import io.tidegate.codec.release.ReleaseWriter;
import io.tidegate.codec.release.Requires;
import io.tidegate.codec.release.Role;
import io.tidegate.codec.release.Root;
import io.tidegate.codec.release.SignedDocument;
import io.tidegate.codec.release.SignedRelease;
import io.tidegate.codec.release.Signer;
import io.tidegate.codec.release.Swap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/** Where releases for the tests are made: a signer, whose key is the root, and jars repackaged. */
final class Works {
  private static final String COMPONENT = "OSGI-INF/broken.xml";
  private static final String DESCRIPTION =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="broken" immediate="true" activate="activate">
        <implementation class="%s"/>
        <property name="hc.name" value="meant-to-hang"/>
        <property name="hc.tags" value="tidegate"/>
        <service><provide interface="org.apache.felix.hc.api.HealthCheck"/></service>
      </scr:component>
      """;

  private final Path distribution;
  private final Path folder;
  private final Signer signer;
  private long counter;

  /** What is wrong with a bundle. */
  enum Fault {
    NONE,
    /** Imports a package that nobody exports. */
    UNRESOLVABLE,
    /** Uses a method that its provider does not have. */
    UNLINKED,
    /** Exports a package at its version, and lacks a class of it. */
    DROPS,
    /** Its activator throws. */
    THROWS,
    /** It brings a health check that is red. */
    RED,
    /** Its activator never returns. */
    HANGS,
    /** One of its components never comes through its activation. */
    COMPONENT_HANGS,
    /** Its activator waits at gates, files of the home: at its start, at its end, or is red. */
    GATED
  }

  /** A bundle of a release. */
  record Jar(String symbolicName, String version, byte[] content, Swap update, int level) {}

  /**
   * Pins its key in a distribution.
   *
   * @param folder for archives
   */
  Works(Path distribution, Path folder) throws Exception {
    this.distribution = distribution;
    this.folder = Files.createDirectories(folder);
    signer = new Signer(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    Role one = new Role(1, List.of(signer.key().id()));
    Root root =
        new Root(
            1,
            Instant.now().plus(365, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS),
            Map.of(signer.key().id(), signer.key()),
            Map.of(Purpose.ROOT, one, Purpose.RELEASE, one));
    Files.write(distribution.resolve("lib/root.json"), root.write());
  }

  /** A shipped bundle with another version. */
  Jar another(String bundle, String version, Swap update, Fault fault) throws IOException {
    Path shipped = io.tidegate.itests.harness.Swap.shipped(distribution, bundle);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JarFile jar = new JarFile(shipped.toFile())) {
      java.util.jar.Manifest manifest = new java.util.jar.Manifest(jar.getManifest());
      Attributes main = manifest.getMainAttributes();
      main.putValue("Bundle-Version", version);
      String imports = main.getValue("Import-Package");
      String activator = "";
      String added = "";
      switch (fault) {
        case UNRESOLVABLE -> imports += ",io.tidegate.nowhere";
        case THROWS -> activator = "io.tidegate.itests.updates.broken.Throwing";
        case RED -> activator = "io.tidegate.itests.updates.broken.Red";
        case HANGS -> activator = "io.tidegate.itests.updates.broken.Sleeping";
        case GATED -> activator = "io.tidegate.itests.updates.broken.Gated";
        case COMPONENT_HANGS -> {
          added = "io.tidegate.itests.updates.broken.SleepingComponent";
          main.putValue("Service-Component", main.getValue("Service-Component") + "," + COMPONENT);
        }
        default -> {}
      }
      if (!activator.isEmpty()) {
        main.putValue("Bundle-Activator", activator);
        added = activator;
      }
      if (!added.isEmpty()) {
        for (String needed : List.of("org.osgi.framework", "org.apache.felix.hc.api")) {
          imports += imports.contains(needed + ";") ? "" : "," + needed;
        }
      }
      main.putValue("Import-Package", imports);
      try (JarOutputStream writer = new JarOutputStream(out, manifest)) {
        writer.setLevel(1);
        for (JarEntry entry : new ArrayList<>(jar.stream().toList())) {
          boolean dropped = fault == Fault.DROPS && entry.getName().endsWith("/Journal.class");
          if (!entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME) && !dropped) {
            writer.putNextEntry(new JarEntry(entry.getName()));
            try (InputStream content = jar.getInputStream(entry)) {
              content.transferTo(writer);
            }
          }
        }
        if (!added.isEmpty()) {
          add(added, "", "", writer);
        }
        if (fault == Fault.UNLINKED) {
          add("io.tidegate.itests.updates.broken.Outdated", "execute", "perform", writer);
        }
        if (fault == Fault.COMPONENT_HANGS) {
          writer.putNextEntry(new JarEntry(COMPONENT));
          writer.write(DESCRIPTION.formatted(added).getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    int level = Integer.parseInt(shipped.getParent().getFileName().toString());
    return new Jar(bundle, version, out.toByteArray(), update, level);
  }

  /** A class of the tests' own, with one text in it replaced by another one of that length. */
  private static void add(String type, String text, String by, JarOutputStream writer)
      throws IOException {
    String name = type.replace('.', '/') + ".class";
    writer.putNextEntry(new JarEntry(name));
    try (InputStream content = Works.class.getClassLoader().getResourceAsStream(name)) {
      String bytes = new String(content.readAllBytes(), StandardCharsets.ISO_8859_1);
      writer.write(bytes.replace(text, by).getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  /** An archive of a release, signed, with a counter above all before it. */
  Path release(String name, int probationS, Jar... jars) throws Exception {
    return release(name, ++counter, probationS, jars);
  }

  Path release(String name, long number, int probationS, Jar... jars) throws Exception {
    List<BundleEntry> bundles = new ArrayList<>();
    Map<String, byte[]> contents = new TreeMap<>();
    for (Jar jar : jars) {
      String file = "bundles/" + jar.symbolicName() + ".jar";
      contents.put(file, jar.content());
      bundles.add(
          new BundleEntry(
              jar.symbolicName(),
              jar.version(),
              file,
              sha256(jar.content()),
              jar.content().length,
              jar.level(),
              jar.update()));
    }
    bundles.sort(Comparator.comparing(BundleEntry::symbolicName));
    Manifest manifest =
        new Manifest(
            name,
            "tidegate-site",
            "1.0." + number,
            number,
            0,
            Instant.now().plus(30, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS),
            Requires.NOTHING,
            bundles,
            List.of(),
            new Health(probationS),
            Optional.empty());
    SignedDocument signed = signer.sign(Purpose.RELEASE, SignedDocument.unsigned(manifest.write()));
    Path archive = folder.resolve(name + "-" + number + ".dp");
    try (OutputStream out = Files.newOutputStream(archive)) {
      ReleaseWriter.write(
          SignedRelease.of(signed), (file, to) -> to.write(contents.get(file)), out);
    }
    return archive;
  }

  private static String sha256(byte[] content) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }
}
