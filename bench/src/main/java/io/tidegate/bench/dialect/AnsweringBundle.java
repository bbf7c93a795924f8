package io.tidegate.bench.dialect;

import io.tidegate.codec.ocpp.json.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * A distribution with the answering dialect beside the shipped one: a copy of its files, and a
 * bundle made of the classes that this program itself runs on.
 */
public final class AnsweringBundle {
  private static final String LEVEL = "bundle/4";
  private static final String DIALECT = "io/tidegate/bench/dialect/";
  private static final String CODEC = "io/tidegate/codec/ocpp/json/";

  private AnsweringBundle() {}

  /**
   * Copies a distribution and adds the bundle.
   *
   * @param distribution its folder, with {@code bin} and {@code bundle}
   * @param copy folder that is not there yet
   */
  public static void addTo(Path distribution, Path copy) throws IOException {
    List<Path> files;
    try (Stream<Path> tree = Files.walk(distribution)) {
      files = tree.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Path target = copy.resolve(distribution.relativize(file));
      Files.createDirectories(target.getParent());
      Files.copy(file, target, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    }
    write(copy.resolve(LEVEL).resolve("io.tidegate.bench.dialect.jar"));
  }

  private static void write(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", "io.tidegate.bench.dialect");
    main.putValue("Bundle-Version", "0.0.0");
    main.putValue("Bundle-Activator", "io.tidegate.bench.dialect.Activator");
    main.putValue(
        "Import-Package",
        "org.osgi.framework,io.tidegate.api.connection,io.tidegate.api.quantity,"
            + "com.fasterxml.jackson.core,com.fasterxml.jackson.core.json");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      add(out, AnsweringDialect.class, DIALECT);
      add(out, Protocol.class, CODEC);
    }
  }

  /** Everything below a package, from wherever that class was loaded. */
  private static void add(JarOutputStream out, Class<?> of, String prefix) throws IOException {
    Path source = source(of);
    if (Files.isDirectory(source)) {
      for (Path file : below(source.resolve(prefix))) {
        out.putNextEntry(new JarEntry(source.relativize(file).toString()));
        Files.copy(file, out);
      }
      return;
    }
    try (JarFile jar = new JarFile(source.toFile())) {
      for (JarEntry entry : new ArrayList<>(jar.stream().toList())) {
        if (entry.getName().startsWith(prefix) && !entry.isDirectory()) {
          out.putNextEntry(new JarEntry(entry.getName()));
          try (InputStream in = jar.getInputStream(entry)) {
            in.transferTo(out);
          }
        }
      }
    }
  }

  private static List<Path> below(Path folder) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      return tree.filter(Files::isRegularFile).toList();
    }
  }

  private static Path source(Class<?> of) throws IOException {
    try {
      return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }
}
