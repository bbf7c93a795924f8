package io.tidegate.itests.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The built checkout: its bundles, their classes, jars and sources. */
final class Reactor {
  static final Path ROOT = Path.of(System.getProperty("tidegate.root", "../..")).toAbsolutePath();

  /** Libraries of dialects, and who may use them. */
  static final Map<String, String> ENGINES =
      Map.of(
          "io.tidegate.charging.ocpp.dialect",
          "io\\.tidegate\\.charging\\.ocpp\\.v\\d+",
          "io.tidegate.charging.vehicle.dialect",
          "io\\.tidegate\\.charging\\.(iso15118\\.v\\d+|din70121|vehicle\\.classic)",
          "io.tidegate.charging.vehicle.classic",
          "io\\.tidegate\\.charging\\.(iso15118\\.v2|din70121)");

  private static final Pattern ARTIFACT =
      Pattern.compile("</parent>\\s*<artifactId>(io\\.tidegate\\.[a-z0-9.]+)</artifactId>");

  private Reactor() {}

  /**
   * @param area folder under {@code bundles/}
   * @param name symbolic name = root package
   */
  record Module(String area, String name, Path folder) {
    /** Inlined into the bundles that use it, and installed nowhere; or declarations alone. */
    boolean library() {
      return area.equals("codec") || ENGINES.containsKey(name) || declarations();
    }

    /** Types of a host to compile against: in no bundle at all. */
    boolean declarations() {
      return name.equals("io.tidegate.host.kura.stubs");
    }

    Path classes() {
      return folder.resolve("target/classes");
    }

    /** The bundle as packaged; empty for a module without a jar. */
    Optional<Path> jar() {
      try (Stream<Path> files = Files.list(folder.resolve("target"))) {
        return files
            .filter(f -> f.getFileName().toString().startsWith(name + "-"))
            .filter(f -> f.getFileName().toString().endsWith(".jar"))
            .findFirst();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Every bundle and library under {@code bundles/}, in the order of their paths. */
  static List<Module> modules() {
    List<Module> modules = new ArrayList<>();
    for (Path area : children(ROOT.resolve("bundles"))) {
      for (Path folder : children(area)) {
        Path pom = folder.resolve("pom.xml");
        if (Files.exists(pom)) {
          Matcher matcher = ARTIFACT.matcher(text(pom));
          if (!matcher.find()) {
            throw new IllegalStateException(pom + " has no artifactId of ours after its parent");
          }
          modules.add(new Module(area.getFileName().toString(), matcher.group(1), folder));
        }
      }
    }
    return modules;
  }

  /** The module whose root package holds this class. */
  static Optional<Module> moduleOf(String className, List<Module> modules) {
    return modules.stream()
        .filter(m -> className.startsWith(m.name() + "."))
        .max(Comparator.comparingInt(m -> m.name().length()));
  }

  /** All Java sources of the checkout, tests included. */
  static List<Path> sources() {
    List<Path> sources = new ArrayList<>();
    for (String top : List.of("bundles", "distribution", "itests", "bench")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(top))) {
        files
            .filter(f -> f.toString().endsWith(".java"))
            .filter(f -> !f.toString().contains("/target/"))
            .sorted()
            .forEach(sources::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return sources;
  }

  static List<Path> children(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
