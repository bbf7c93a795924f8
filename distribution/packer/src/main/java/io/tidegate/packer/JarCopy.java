package io.tidegate.packer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Copies a jar with another manifest. The same jar, the same bytes. */
final class JarCopy {
  /** ZIP knows no earlier year than 1980, in any time zone. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/(\\d+)/(.+)");
  private static final String SUPPLEMENT = "OSGI-INF/MANIFEST.MF";
  private static final int JAVA = 17;

  /** Signatures that do not fit any more, and what no framework reads. */
  private static final Pattern LEFT_OUT =
      Pattern.compile(
          "META-INF/([^/]+\\.(SF|RSA|DSA|EC)|maven/.*|INDEX.LIST)|(.*/)?module-info.class");

  /** Native code of other systems than Linux: the hosts are gateways. */
  private static final Pattern OTHER_SYSTEMS =
      Pattern.compile(
          "org/sqlite/native/(?!Linux/|Linux-Musl/).*"
              + "|com/sun/jna/(win32|darwin|freebsd|openbsd|dragonflybsd|sunos|aix)-.*"
              + "|(Windows|OSX|Android|FreeBSD|OpenBSD|Solaris)/.*");

  private JarCopy() {}

  /**
   * Copies it.
   *
   * @param inside jars of which the files come into the copy, too, where it has none of that name
   * @param change of the manifest's main attributes
   */
  static void copy(Path from, List<Path> inside, Path to, Consumer<Attributes> change)
      throws IOException {
    TreeMap<String, byte[]> files = new TreeMap<>();
    for (Path library : inside) {
      read(library).forEach(files::putIfAbsent);
    }
    files.putAll(read(from));
    Manifest manifest = new Manifest();
    try (JarFile jar = new JarFile(from.toFile(), false)) {
      manifest.getMainAttributes().putAll(jar.getManifest().getMainAttributes());
    }
    byte[] supplement = files.remove(SUPPLEMENT);
    if (supplement != null) {
      Manifest more = new Manifest(new ByteArrayInputStream(supplement));
      manifest.getMainAttributes().putAll(more.getMainAttributes());
    }
    change.accept(manifest.getMainAttributes());
    try (OutputStream file = Files.newOutputStream(to);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      begin(zip, JarFile.MANIFEST_NAME);
      manifest.write(zip);
      for (Map.Entry<String, byte[]> each : files.entrySet()) {
        begin(zip, each.getKey());
        zip.write(each.getValue());
      }
    }
  }

  private static Map<String, byte[]> read(Path file) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (JarFile jar = new JarFile(file.toFile(), false)) {
      for (Map.Entry<String, JarEntry> entry : entries(jar).entrySet()) {
        try (InputStream in = jar.getInputStream(entry.getValue())) {
          files.put(entry.getKey(), in.readAllBytes());
        }
      }
    }
    return files;
  }

  private static void begin(ZipOutputStream zip, String name) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    zip.putNextEntry(entry);
  }

  /**
   * By the name that they get: of several versions of a class (JEP 238) that of our Java, so that
   * every framework runs, and every guard reads, the same one.
   */
  private static Map<String, JarEntry> entries(JarFile jar) {
    Map<String, JarEntry> entries = new TreeMap<>();
    Map<String, Integer> versions = new TreeMap<>();
    jar.stream()
        .filter(entry -> !entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME))
        .forEach(
            entry -> {
              Matcher matcher = VERSIONED.matcher(entry.getName());
              int version = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
              String name = version > 0 ? matcher.group(2) : entry.getName();
              if (version <= JAVA
                  && version >= versions.getOrDefault(name, 0)
                  && !LEFT_OUT.matcher(name).matches()
                  && !OTHER_SYSTEMS.matcher(name).matches()) {
                versions.put(name, version);
                entries.put(name, entry);
              }
            });
    return entries;
  }
}
