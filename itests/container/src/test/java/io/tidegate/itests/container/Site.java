package io.tidegate.itests.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The built distribution, and homes to run it on. */
final class Site {
  static final Path ROOT = Path.of(System.getProperty("tidegate.root", "../..")).toAbsolutePath();
  static final Path FOLDER =
      ROOT.resolve("distribution/site/target/tidegate-site").toAbsolutePath().normalize();
  static final Path COMMAND = FOLDER.resolve("bin/tidegate");

  private Site() {}

  /** A jar of the distribution and its start level. */
  record Jar(int level, Path file) {
    String name() {
      return file.getFileName().toString().replaceFirst("-[0-9].*", "");
    }

    boolean isFragment() {
      try (JarFile jar = new JarFile(file.toFile())) {
        return jar.getManifest().getMainAttributes().getValue("Fragment-Host") != null;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    boolean ours() {
      return name().startsWith("io.tidegate.");
    }
  }

  static List<Jar> jars() {
    List<Jar> jars = new ArrayList<>();
    try (Stream<Path> files = Files.walk(FOLDER.resolve("bundle"))) {
      files
          .filter(file -> file.toString().endsWith(".jar"))
          .sorted(Comparator.comparing(Path::toString))
          .forEach(
              file ->
                  jars.add(
                      new Jar(Integer.parseInt(file.getParent().getFileName().toString()), file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (jars.isEmpty()) {
      throw new IllegalStateException("build distribution/site first: " + FOLDER + " is empty");
    }
    return jars;
  }

  /** The one of our jars with this symbolic name. */
  static Jar jar(String symbolicName) {
    return jars().stream().filter(jar -> jar.name().equals(symbolicName)).findFirst().orElseThrow();
  }

  /** Fills a home's configuration with the defaults and lets every port be any free one. */
  static void fill(Path home) throws IOException {
    for (String folder : List.of("config", "data", "log", "tmp", "run")) {
      Files.createDirectories(home.resolve(folder));
    }
    Path defaults = FOLDER.resolve("config");
    try (Stream<Path> files = Files.walk(defaults)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        Path target = home.resolve("config").resolve(defaults.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }

  /** Settings that every test gateway is started with: no fixed port anywhere. */
  static List<String> anyPort() {
    return List.of(
        "io.tidegate.charging.ocpp.transport/port=0",
        "io.tidegate.charging.ocpp.transport/onboarding=open",
        "io.tidegate.charging.ocpp.transport/security.minimum=0",
        "org.apache.felix.http/org.osgi.service.http.port=0");
  }
}
