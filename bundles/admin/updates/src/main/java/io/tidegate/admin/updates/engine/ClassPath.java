package io.tidegate.admin.updates.engine;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.osgi.framework.Bundle;

/**
 * The jar of a bundle, and the classes in it: those of its {@code Bundle-ClassPath}, jars in it
 * included, and of a multi-release jar the ones that this Java takes. Not more than so many, and
 * none longer than so much.
 */
final class ClassPath implements AutoCloseable {
  private static final String CLASS = ".class";
  private static final String VERSIONS = "META-INF/versions/";
  private static final int JAVA = Runtime.version().feature();
  private static final int MOST = 100_000;
  private static final int LONGEST = 8 << 20;
  private static final int LONGEST_JAR = 64 << 20;
  private static final int NESTED = 128 << 20;

  /** Where the bytes of an entry are. */
  @FunctionalInterface
  private interface Source {
    byte[] read(int most) throws IOException;
  }

  private final Map<String, Source> classes = new HashMap<>();
  private final Map<String, Source> entries = new HashMap<>();
  private final ZipFile zip;
  private long nested;

  private ClassPath(ZipFile zip) {
    this.zip = zip;
  }

  /**
   * Opens a jar.
   *
   * @param path the header {@code Bundle-ClassPath}; null where there is none
   */
  static ClassPath of(Path jar, String path) throws IOException {
    ZipFile zip = new ZipFile(jar.toFile());
    ClassPath made = new ClassPath(zip);
    try {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        made.entries.put(entry.getName(), most -> read(zip.getInputStream(entry), most));
      }
      List<String> places =
          Clause.all(path == null ? "." : path).stream().flatMap(c -> c.paths().stream()).toList();
      for (String place : places) {
        made.add(place);
      }
      return made;
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  /** Of a bundle that is installed, wherever its jar may be. */
  static ClassPath of(Bundle bundle) {
    ClassPath made = new ClassPath(null);
    var found = bundle.findEntries("/", "*", true);
    if (found != null) {
      for (URL url : Collections.list(found)) {
        made.entries.put(url.getPath().substring(1), most -> read(url.openStream(), most));
      }
    }
    made.entries.forEach(
        (name, source) -> {
          if (name.endsWith(CLASS)) {
            made.put(name, source);
          }
        });
    return made;
  }

  private void add(String place) throws IOException {
    Source jar = entries.get(place);
    if (place.equals(".") || place.equals("/")) {
      index(entries, "");
    } else if (jar != null && !place.endsWith("/")) {
      index(unpacked(jar.read(LONGEST_JAR)), "");
    } else {
      index(entries, place.endsWith("/") ? place : place + "/");
    }
  }

  /** What comes first on the path counts. */
  private void index(Map<String, Source> entries, String prefix) throws IOException {
    Map<String, Integer> versions = new HashMap<>();
    Map<String, Source> found = new HashMap<>();
    boolean several = prefix.isEmpty() && several(entries.get(JarFile.MANIFEST_NAME));
    for (Map.Entry<String, Source> entry : entries.entrySet()) {
      String name = entry.getKey();
      if (name.startsWith(prefix) && name.endsWith(CLASS)) {
        name = name.substring(prefix.length());
        int version = several ? version(name) : 0;
        if (version > 0) {
          name = name.substring(name.indexOf('/', VERSIONS.length()) + 1);
        }
        boolean loadable = !name.startsWith("META-INF/");
        if (loadable && version <= JAVA && version >= versions.getOrDefault(name, 0)) {
          versions.put(name, version);
          found.put(name, entry.getValue());
        }
      }
    }
    found.forEach(this::put);
    if (classes.size() > MOST) {
      throw new IOException("it has more than " + MOST + " classes");
    }
  }

  private void put(String name, Source source) {
    classes.putIfAbsent(name.substring(0, name.length() - CLASS.length()), source);
  }

  private static boolean several(Source manifest) throws IOException {
    if (manifest == null) {
      return false;
    }
    Attributes main =
        new Manifest(new ByteArrayInputStream(manifest.read(LONGEST))).getMainAttributes();
    return "true".equals(main.getValue(Attributes.Name.MULTI_RELEASE));
  }

  /** For which version of Java an entry is; 0 for all. */
  private static int version(String name) {
    int end = name.indexOf('/', VERSIONS.length());
    if (!name.startsWith(VERSIONS) || end < 0) {
      return 0;
    }
    String number = name.substring(VERSIONS.length(), end);
    return number.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(number) : Integer.MAX_VALUE;
  }

  private Map<String, Source> unpacked(byte[] jar) throws IOException {
    Map<String, Source> entries = new HashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        String name = entry.getName();
        if (name.endsWith(CLASS) || name.equals(JarFile.MANIFEST_NAME)) {
          byte[] content = bounded(in, LONGEST);
          nested += content.length;
          if (nested > NESTED || entries.size() > MOST) {
            throw new IOException("the jars in it are too large");
          }
          entries.put(name, most -> content);
        }
      }
    }
    return entries;
  }

  private static byte[] read(InputStream from, int most) throws IOException {
    try (InputStream in = from) {
      return bounded(in, most);
    }
  }

  private static byte[] bounded(InputStream in, int most) throws IOException {
    byte[] content = in.readNBytes(most + 1);
    if (content.length > most) {
      throw new IOException("an entry in it is longer than " + most + " bytes");
    }
    return content;
  }

  /**
   * Names of the jar's own entries in one folder.
   *
   * @param folder {@code a/b}; empty for the jar's root
   */
  List<String> entries(String folder) {
    String prefix = folder.isEmpty() ? "" : folder + "/";
    return entries.keySet().stream()
        .filter(name -> name.startsWith(prefix) && name.length() > prefix.length())
        .filter(name -> name.indexOf('/', prefix.length()) < 0)
        .sorted()
        .toList();
  }

  /**
   * One of them.
   *
   * @throws IOException also when it is longer than {@code most} bytes
   */
  byte[] entry(String name, int most) throws IOException {
    return entries.get(name).read(most);
  }

  /** Names of all of them: {@code a/b/C}. */
  Set<String> names() {
    return classes.keySet();
  }

  /** A class. */
  Optional<byte[]> bytes(String name) throws IOException {
    Source source = classes.get(name);
    return source == null ? Optional.empty() : Optional.of(source.read(LONGEST));
  }

  @Override
  public void close() throws IOException {
    if (zip != null) {
      zip.close();
    }
  }
}
