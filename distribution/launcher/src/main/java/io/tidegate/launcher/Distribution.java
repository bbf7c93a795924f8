package io.tidegate.launcher;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The installed folder: {@code lib/} (this launcher), {@code bundle/<level>/*.jar}, {@code config/}
 * (defaults), {@code hw-profiles/}. Only read.
 */
record Distribution(Path root) {

  /** System property that names the folder; without it: the parent of the launcher's own folder. */
  static final String PROPERTY = "tidegate.dist";

  static Distribution find() throws CommandException {
    String named = System.getProperty(PROPERTY, "");
    Path root = named.isEmpty() ? besideLauncher() : Path.of(named).toAbsolutePath().normalize();
    if (!Files.isDirectory(root.resolve("bundle"))) {
      throw new CommandException(
          ExitCode.START, root + " is no Tidegate distribution: it has no folder `bundle`");
    }
    return new Distribution(root);
  }

  private static Path besideLauncher() throws CommandException {
    try {
      Path jar =
          Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI())
              .toAbsolutePath();
      return jar.getParent().getParent();
    } catch (URISyntaxException e) {
      throw new CommandException(ExitCode.START, "cannot find the distribution's folder", e);
    }
  }

  /** Version of the launcher's jar. */
  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** The directory that relative paths of the caller refer to. */
  static Path callersDirectory() {
    return Path.of("").toAbsolutePath();
  }

  Path config() {
    return root.resolve("config");
  }

  Path hardwareProfiles() {
    return root.resolve("hw-profiles");
  }

  /**
   * Bundles by start level: the same start each time. Within a level those of others come first,
   * then ours, by name; so the web server, which starts on a thread of its own, does it while our
   * doors are started and not after them.
   */
  SortedMap<Integer, List<Path>> bundles() throws CommandException {
    SortedMap<Integer, List<Path>> levels = new TreeMap<>();
    for (Path folder : list(root.resolve("bundle"))) {
      String name = folder.getFileName().toString();
      if (name.matches("[1-9][0-9]?")) {
        levels.put(Integer.valueOf(name), jars(folder));
      }
    }
    return levels;
  }

  private static List<Path> jars(Path folder) throws CommandException {
    List<Path> jars = new ArrayList<>();
    for (Path file : list(folder)) {
      if (file.getFileName().toString().endsWith(".jar")) {
        jars.add(file);
      }
    }
    jars.sort(Comparator.comparing(Distribution::isOurs)); // stable
    return jars;
  }

  private static boolean isOurs(Path jar) {
    return jar.getFileName().toString().startsWith("io.tidegate.");
  }

  private static List<Path> list(Path folder) throws CommandException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted(Comparator.comparing(Path::toString)).toList();
    } catch (IOException e) {
      throw new CommandException(ExitCode.START, "cannot read " + folder, e);
    }
  }
}
