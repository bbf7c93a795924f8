package io.tidegate.core.journal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Hashes of the deciding bundles as text: a line each, hash, blank, symbolic name and version. */
final class BundleList {
  private BundleList() {}

  static String write(Map<String, String> bundles) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(bundles)
        .forEach(
            (name, hash) -> {
              if (name.indexOf('\n') >= 0 || hash.indexOf(' ') >= 0 || hash.indexOf('\n') >= 0) {
                throw new IllegalArgumentException("not a bundle and its hash: " + name);
              }
              text.append(hash).append(' ').append(name).append('\n');
            });
    return text.toString();
  }

  static Map<String, String> read(String text) {
    Map<String, String> bundles = new LinkedHashMap<>();
    text.lines()
        .forEach(
            line -> {
              int blank = line.indexOf(' ');
              bundles.put(line.substring(blank + 1), line.substring(0, blank));
            });
    return bundles;
  }
}
