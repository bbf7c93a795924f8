package io.tidegate.admin.diagnostics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  /** A path to a secret is none. */
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)^(\\s*-?\\s*[\"']?[A-Za-z0-9._ -]*"
              + "(?:password|passwd|passphrase|secret|token|pin|credential|api.?key)s?"
              + "[\"']?\\s*[=:]\\s*).+$");

  private final Path config;

  Configuration(Path home) {
    config = home.resolve("config");
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

  private static Object shown(Path file, String name) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return "a link or special file, not read";
    }
    long size = Files.size(file);
    if (!SHOWN.matcher(name).matches() || size > MOST_BYTES) {
      return size + " bytes, not shown";
    }
    List<String> lines = new ArrayList<>();
    for (String line : Files.readString(file).lines().toList()) {
      if (!line.isBlank() && !line.strip().startsWith("#")) {
        lines.add(SECRET.matcher(line).replaceAll("$1***"));
      }
    }
    return lines;
  }
}
