package io.tidegate.packer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Which bundle goes into which package, and at which level it is started: a text file of lines
 * {@code package level names}, each name a symbolic name, or the beginning of some before a star;
 * and of lines {@code inside bundle names}: libraries that a bundle of others is to bring itself.
 *
 * @param lines in their sequence
 * @param inside names of libraries by that of the bundle
 */
record Plan(List<Line> lines, Map<String, List<String>> inside) {
  /** One line. */
  record Line(String name, int level, List<String> patterns) {
    boolean takes(String symbolicName) {
      return patterns.stream()
          .anyMatch(
              pattern ->
                  pattern.endsWith("*")
                      ? symbolicName.startsWith(pattern.substring(0, pattern.length() - 1))
                      : symbolicName.equals(pattern));
    }
  }

  /** A bundle and its start level. */
  record Placed(BundleJar bundle, int level) {}

  /**
   * Reads it.
   *
   * @throws IOException if it cannot be read, or a line is not of that form
   */
  static Plan read(Path file) throws IOException {
    List<Line> lines = new ArrayList<>();
    Map<String, List<String>> inside = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      String text = line.replaceFirst("#.*", "").strip();
      if (!text.isEmpty()) {
        List<String> words = List.of(text.split("\\s+", -1));
        if (words.size() > 2 && words.get(0).equals("inside")) {
          inside.put(words.get(1), words.subList(2, words.size()));
          continue;
        }
        if (words.size() < 3 || !words.get(1).matches("[1-9][0-9]?")) {
          throw new IOException(file + ": a package, a level and bundles, not \"" + text + '"');
        }
        lines.add(
            new Line(words.get(0), Integer.parseInt(words.get(1)), words.subList(2, words.size())));
      }
    }
    return new Plan(lines, inside);
  }

  /** Whether it is no bundle of its own here. */
  boolean isLibrary(String symbolicName) {
    return inside.values().stream().anyMatch(names -> names.contains(symbolicName));
  }

  /** Libraries that a bundle is to bring itself, out of those that there are. */
  List<BundleJar> libraries(String symbolicName, List<BundleJar> all) {
    List<String> names = inside.getOrDefault(symbolicName, List.of());
    return all.stream().filter(bundle -> names.contains(bundle.symbolicName())).toList();
  }

  /**
   * Bundles by package, those that start first in front.
   *
   * @throws IOException if a bundle is in no package, or in two; or a line finds none
   */
  Map<String, List<Placed>> place(List<BundleJar> bundles) throws IOException {
    Map<String, List<Placed>> packages = new LinkedHashMap<>();
    TreeSet<String> faults = new TreeSet<>();
    for (Line line : lines) {
      List<Placed> placed = packages.computeIfAbsent(line.name(), n -> new ArrayList<>());
      int before = placed.size();
      for (BundleJar bundle : bundles) {
        if (line.takes(bundle.symbolicName())) {
          placed.add(new Placed(bundle, line.level()));
        }
      }
      if (placed.size() == before) {
        faults.add("no bundle fits " + line);
      }
    }
    for (BundleJar bundle : bundles) {
      long times =
          packages.values().stream()
              .flatMap(List::stream)
              .filter(placed -> placed.bundle().equals(bundle))
              .count();
      if (times != 1) {
        faults.add(bundle.symbolicName() + " is in " + times + " packages");
      }
    }
    if (!faults.isEmpty()) {
      throw new IOException(String.join("; ", faults));
    }
    return packages;
  }
}
