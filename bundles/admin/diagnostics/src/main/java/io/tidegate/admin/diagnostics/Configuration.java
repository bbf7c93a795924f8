package io.tidegate.admin.diagnostics;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is set in {@code config/}, without comments and without secrets. Only kinds of files that
 * are meant to be read are shown; of keys, token lists and all others no more than that they are
 * there.
 */
final class Configuration {
  private static final int MOST_FILES = 500;
  private static final int MOST_BYTES = 256 * 1024;
  private static final int DEPTH = 4;
  private static final Pattern SHOWN = Pattern.compile(".*\\.(?:cfg|ya?ml|xml)");

  private final Path config;
  private final Set<String> passwords;

  /**
   * @param passwords fields that are declared to hold one
   */
  Configuration(Path home, Set<String> passwords) {
    this.config = home.resolve("config");
    this.passwords = Set.copyOf(passwords);
  }

  /** Names of files to their lines, or to a sentence. */
  Map<String, Object> read() throws IOException {
    Map<String, Object> files = new TreeMap<>();
    if (!Files.isDirectory(config)) {
      return files;
    }
    try (Stream<Path> tree = Files.walk(config, DEPTH)) {
      for (Path file : tree.filter(f -> !Files.isDirectory(f)).limit(MOST_FILES).toList()) {
        String name = config.relativize(file).toString();
        try {
          files.put(name, shown(file, name));
        } catch (IOException e) {
          files.put(name, "cannot be read: " + e);
        }
      }
    }
    return files;
  }

  private Object shown(Path file, String name) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return "a link or special file, not read";
    }
    long size = Files.size(file);
    if (!SHOWN.matcher(name).matches() || size > MOST_BYTES) {
      return size + " bytes, not shown";
    }
    // bytes that are not UTF-8 are no reason to show nothing
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    if (name.endsWith(".cfg")) {
      return PropertiesLines.of(text, passwords);
    }
    return name.endsWith(".xml") ? MarkupLines.ofXml(text) : MarkupLines.ofYaml(text);
  }
}
