package io.tidegate.admin.release.tool;

import io.tidegate.codec.release.BundleEntry;
import io.tidegate.codec.release.Swap;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** Jars of a folder as bundles of a release. */
final class BundleFiles {
  private static final String UPDATE = "Tidegate-Update";
  private static final String OURS = "io.tidegate.";

  private final List<BundleEntry> entries = new ArrayList<>();
  private final Map<String, Path> files = new LinkedHashMap<>();

  /** A jar's name, version and the rest of its manifest. */
  record Jar(String symbolicName, String version, Attributes headers) {
    static Jar of(Path file) throws IOException {
      try (JarFile jar = new JarFile(file.toFile())) {
        Manifest manifest = jar.getManifest();
        Attributes headers = manifest == null ? new Attributes() : manifest.getMainAttributes();
        String name = headers.getValue("Bundle-SymbolicName");
        if (name == null) {
          throw new IOException(file.getFileName() + " is no bundle");
        }
        String version = headers.getValue("Bundle-Version");
        return new Jar(
            name.replaceFirst(";.*", "").strip(),
            version == null ? "0.0.0" : version.strip(),
            headers);
      }
    }
  }

  /** Jars of a folder, or of folders in it that are named like start levels. */
  static BundleFiles in(Path folder) throws IOException {
    BundleFiles bundles = new BundleFiles();
    for (Path child : children(folder)) {
      String name = child.getFileName().toString();
      if (Files.isDirectory(child) && name.matches("[1-9]\\d?")) {
        for (Path jar : children(child)) {
          bundles.add(jar, Optional.of(Integer.parseInt(name)));
        }
      } else {
        bundles.add(child, Optional.empty());
      }
    }
    if (bundles.entries.isEmpty()) {
      throw new IOException("no bundles in " + folder.getFileName());
    }
    return bundles;
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList();
    }
  }

  private void add(Path file, Optional<Integer> level) throws IOException {
    if (!file.toString().endsWith(".jar")) {
      return;
    }
    Jar jar = Jar.of(file);
    String entry = entry(jar);
    entries.add(
        new BundleEntry(
            jar.symbolicName(),
            jar.version(),
            entry,
            sha256(file),
            Files.size(file),
            level.orElse(level(jar.symbolicName())),
            swap(jar, file)));
    files.put(entry, file);
  }

  static String entry(Jar jar) {
    return "bundles/" + jar.symbolicName() + "-" + jar.version() + ".jar";
  }

  private static Swap swap(Jar jar, Path file) throws IOException {
    String header = jar.headers().getValue(UPDATE);
    if (header == null) {
      return defaultSwap(jar.symbolicName());
    }
    return Swap.ofWord(header.strip())
        .orElseThrow(
            () -> new IOException(file.getFileName() + ": " + UPDATE + " says " + header.strip()));
  }

  /** What is shared, or owns sockets, is not replaced beside traffic. */
  static Swap defaultSwap(String name) {
    if (!name.startsWith(OURS)) {
      return Swap.RESTART;
    }
    return switch (name.substring(OURS.length()).replaceFirst("\\..*", "")) {
      case "api", "wrap" -> Swap.RESTART;
      case "core", "admin" -> Swap.IN_PLACE;
      default ->
          name.endsWith(".transport") || name.endsWith(".bus") ? Swap.IN_PLACE : Swap.BLUE_GREEN;
    };
  }

  /** As the distribution has it. */
  static int level(String name) {
    if (!name.startsWith(OURS)) {
      return 6;
    }
    return switch (name.substring(OURS.length()).replaceFirst("\\..*", "")) {
      case "api", "wrap" -> 2;
      case "core" -> 4;
      case "hardware", "policy", "grid" -> 5;
      default -> 6;
    };
  }

  static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      Files.copy(file, new DigestOutputStream(OutputStream.nullOutputStream(), digest));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  List<BundleEntry> entries() {
    return List.copyOf(entries);
  }

  /** Where they are, by their entry in the archive. */
  Map<String, Path> files() {
    return new LinkedHashMap<>(files);
  }
}
