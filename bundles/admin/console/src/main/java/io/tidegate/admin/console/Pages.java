package io.tidegate.admin.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The page's files by path, in memory (about 40 KiB). A path is looked up in this table and never
 * in a file system, so there is no way out of it. Immutable.
 */
final class Pages {
  /** All there are. */
  static final List<String> FILES =
      List.of(
          "index.html",
          "icon.svg",
          "console.css",
          "console.js",
          "api.js",
          "dom.js",
          "evses.js",
          "flow.js",
          "format.js",
          "lists.js",
          "nodes.js",
          "trend.js");

  private final Map<String, Page> pages;

  private Pages(Map<String, Page> pages) {
    this.pages = Map.copyOf(pages);
  }

  /**
   * @param tag ETag: changes with the content
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Page(String type, String tag, byte[] bytes) {}

  static Pages load() {
    Map<String, Page> pages = new HashMap<>();
    for (String file : FILES) {
      byte[] bytes = read(file);
      pages.put("/" + file, new Page(type(file), tag(bytes), bytes));
    }
    pages.put("/", pages.get("/index.html"));
    return new Pages(pages);
  }

  Optional<Page> find(String path) {
    return Optional.ofNullable(pages.get(path));
  }

  private static byte[] read(String file) {
    try (InputStream in = Pages.class.getResourceAsStream("web/" + file)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("the bundle's own " + file + " cannot be read", e);
    }
  }

  private static String type(String file) {
    return switch (file.substring(file.lastIndexOf('.') + 1)) {
      case "html" -> "text/html; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      case "svg" -> "image/svg+xml";
      default -> throw new IllegalArgumentException("no type is known for " + file);
    };
  }

  private static String tag(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return '"' + HexFormat.of().formatHex(digest, 0, 12) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
