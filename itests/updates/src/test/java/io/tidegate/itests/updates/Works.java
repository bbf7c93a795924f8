package io.tidegate.itests.updates;

import io.tidegate.codec.release.BundleEntry;
import io.tidegate.codec.release.FeatureEntry;
import io.tidegate.codec.release.Health;
import io.tidegate.codec.release.Manifest;
import io.tidegate.codec.release.Purpose;
import io.tidegate.codec.release.ReleaseRange;
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
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Where releases for the tests are made: a signer, whose key is the root. */
final class Works {
  private final Path distribution;
  private final Path folder;
  private final KeyPair keys;
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
    /** The description of its component names a class that it does not have. */
    MISNAMED,
    /** It does not have the description of its component. */
    UNDESCRIBED,
    /** The description of its component names a method for the activation that it does not have. */
    UNACTIVATED,
    /** The description of its component names a method for a reference that it does not have. */
    UNBOUND,
    /** Its activator throws. */
    THROWS,
    /** One of its components throws as soon as somebody asks for it. */
    COMPONENT_THROWS,
    /** One of its components is for the HTTP server, nobody has asked for it, and it throws. */
    UNASKED,
    /** One of its components, which nobody asks for, extends a class that nobody has. */
    UNLOADABLE,
    /** It brings a health check that is red. */
    RED,
    /** Its component is not offered as a health check any more. */
    UNCHECKED,
    /** Its component is not offered as a dialect any more. */
    MUTE,
    /** It speaks with stations and answers none of them. */
    DEAF,
    /** It speaks with stations and fails on each of their messages. */
    CHOKES,
    /** What it serves over HTTP is at other paths. */
    ELSEWHERE,
    /** What it serves over HTTP takes no token any more. */
    SHUT,
    /** It does not find the actuators of the stations. */
    AIMLESS,
    /** It has no components, so nothing of it runs. */
    IDLE,
    /** Its activator returns on a gateway that runs, and not while the gateway starts. */
    COLD,
    /** Its component is a policy that throws each time that it is asked, and says it is well. */
    FAILS,
    /** Its component asks for a configuration of another name. */
    UNREAD,
    /** It uninstalls itself once it has the work. */
    LEAVES,
    /** Its activator uninstalls the control loop. */
    EVICTS,
    /** Its activator stops the framework, and hangs when it is stopped itself. */
    FELLS,
    /** Its activator lowers the start level of the framework. */
    SINKS,
    /** Its activator never returns. */
    HANGS,
    /** One of its components never comes through its activation. */
    COMPONENT_HANGS,
    /** Its activator waits at gates, files of the home: at its start, at its end, or is red. */
    GATED;

    private static final String BROKEN = "io.tidegate.itests.updates.broken.";

    /** Class of its activator; empty when that is the bundle's own. */
    String activator() {
      return switch (this) {
        case THROWS -> BROKEN + "Throwing";
        case RED -> BROKEN + "Red";
        case HANGS -> BROKEN + "Sleeping";
        case LEAVES -> BROKEN + "Leaving";
        case EVICTS -> BROKEN + "Evicting";
        case GATED -> BROKEN + "Gated";
        case DEAF -> BROKEN + "Deaf";
        case CHOKES -> BROKEN + "Choking";
        case COLD -> BROKEN + "Cold";
        case FELLS -> BROKEN + "Felling";
        case SINKS -> BROKEN + "Sinking";
        default -> "";
      };
    }

    /** Class that is its component in place of the bundle's own; empty when that is the one. */
    String substitute() {
      return this == FAILS ? BROKEN + "FailingPolicy" : "";
    }

    /** Class of a component that it has beside the bundle's own; empty when there is none. */
    String component() {
      return switch (this) {
        case COMPONENT_HANGS -> BROKEN + "SleepingComponent";
        case COMPONENT_THROWS -> BROKEN + "ThrowingComponent";
        case UNASKED -> BROKEN + "UnaskedComponent";
        case UNLOADABLE -> BROKEN + "HalfComponent";
        default -> "";
      };
    }
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
    keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    signer = new Signer(keys);
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
    int level = Integer.parseInt(shipped.getParent().getFileName().toString());
    return new Jar(bundle, version, Sabotage.another(shipped, version, fault), update, level);
  }

  /** An archive of a release, signed, with a counter above all before it. */
  Path release(String name, int probationS, Jar... jars) throws Exception {
    return release(name, ++counter, probationS, jars);
  }

  Path release(String name, long number, int probationS, Jar... jars) throws Exception {
    return release(new Label(name, number, probationS, Requires.NOTHING, List.of()), jars);
  }

  /** What a release says of itself. */
  private record Label(
      String name, long number, int probationS, Requires requires, List<FeatureEntry> features) {}

  /**
   * An addition that a site can remove.
   *
   * @param feature its name; all of the bundles are in it
   * @param needs another release that has to be there; none when empty
   */
  Path addition(String name, String feature, String needs, Jar... jars) throws Exception {
    List<String> bundles = Stream.of(jars).map(Jar::symbolicName).sorted().toList();
    List<ReleaseRange> ranges =
        needs.isEmpty() ? List.of() : List.of(new ReleaseRange(needs, 1, Long.MAX_VALUE));
    return release(
        new Label(
            name,
            ++counter,
            1,
            new Requires(17, List.of(), List.of(), ranges),
            List.of(new FeatureEntry(feature, "A test's.", false, bundles))),
        jars);
  }

  /** A bundle with nothing in it. */
  static Jar empty(String bundle, String version) throws IOException {
    java.util.jar.Manifest manifest = new java.util.jar.Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", bundle);
    main.putValue("Bundle-Version", version);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new JarOutputStream(out, manifest).close();
    return new Jar(bundle, version, out.toByteArray(), Swap.BLUE_GREEN, 20);
  }

  private Path release(Label label, Jar... jars) throws Exception {
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
            label.name(),
            "tidegate-site",
            "1.0." + label.number(),
            label.number(),
            0,
            Instant.now().plus(30, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS),
            label.requires(),
            bundles,
            label.features(),
            new Health(label.probationS()),
            Optional.empty());
    SignedDocument signed = signer.sign(Purpose.RELEASE, SignedDocument.unsigned(manifest.write()));
    Path archive = folder.resolve(label.name() + "-" + label.number() + ".dp");
    try (OutputStream out = Files.newOutputStream(archive)) {
      ReleaseWriter.write(
          SignedRelease.of(signed), (file, to) -> to.write(contents.get(file)), out);
    }
    return archive;
  }

  /** The signer's key in a file, as {@code tidegate release sign} takes it. */
  Path key() throws IOException {
    Path file = folder.resolve("signer.pem");
    if (!Files.exists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(
          file,
          "-----BEGIN PRIVATE KEY-----\n"
              + Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded())
              + "\n-----END PRIVATE KEY-----\n");
    }
    return file;
  }

  /** A distribution like the shipped one, with other versions of some bundles. */
  Path edition(String version, List<String> bundles) throws IOException {
    return edition(version, bundles, Fault.NONE);
  }

  /** The same with something wrong in those bundles. */
  Path edition(String version, List<String> bundles, Fault fault) throws IOException {
    Path edition = folder.resolve("edition-" + version);
    try (Stream<Path> files = Files.walk(distribution.resolve("bundle"))) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        Path to = edition.resolve(distribution.relativize(file));
        Files.createDirectories(to.getParent());
        Files.createSymbolicLink(to, file);
      }
    }
    for (String bundle : bundles) {
      Path shipped = io.tidegate.itests.harness.Swap.shipped(edition, bundle);
      Files.delete(shipped);
      Files.write(shipped, another(bundle, version, Swap.RESTART, fault).content());
    }
    Files.createSymbolicLink(edition.resolve("features"), distribution.resolve("features"));
    return edition;
  }

  private static String sha256(byte[] content) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }
}
