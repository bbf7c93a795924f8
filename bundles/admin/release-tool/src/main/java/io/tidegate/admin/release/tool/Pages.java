package io.tidegate.admin.release.tool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What {@code tidegate release PART --help} says: {@code pages.txt}, a page for each part. */
final class Pages {
  private static final Map<String, String> PAGES = read();
  private static final String ALWAYS =
      """

      Options that take several may be repeated, or have commas. TIME is a day or a time such as
      2027-01-31T12:00:00Z. --json prints an object a line.

      """;
  private static final String CODES =
      """
      Exit codes: 0 done or good, 1 refused, 2 used wrongly or a file cannot be read or written.
      """;

  private Pages() {}

  private static Map<String, String> read() {
    String text;
    try (InputStream in = Pages.class.getResourceAsStream("pages.txt")) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("a resource of this bundle", e);
    }
    Map<String, String> pages = new LinkedHashMap<>();
    for (String page : text.split("(?m)^= ", -1)) {
      int end = page.indexOf('\n');
      if (end > 0) {
        pages.put(page.substring(0, end), page.substring(end + 1));
      }
    }
    return pages;
  }

  /** The part that somebody's words begin with: {@code sign}, {@code root new}. */
  static Optional<String> part(List<String> words) {
    String two = String.join(" ", words.subList(0, Math.min(2, words.size())));
    String one = words.isEmpty() ? "" : words.get(0);
    return PAGES.containsKey(two)
        ? Optional.of(two)
        : PAGES.containsKey(one) ? Optional.of(one) : Optional.empty();
  }

  /** All of a part's page. */
  static String page(String part) {
    return PAGES.get(part) + ALWAYS + CODES;
  }

  /** How a part is used; of a word that several begin with, or of none, how all of those are. */
  static String usage(List<String> words) {
    Optional<String> part = part(words);
    String family = words.isEmpty() ? "" : words.get(0) + " ";
    List<String> those =
        part.map(List::of)
            .orElseGet(() -> PAGES.keySet().stream().filter(p -> p.startsWith(family)).toList());
    return (those.isEmpty() ? PAGES.keySet() : those)
        .stream().map(each -> synopsis(PAGES.get(each))).collect(Collectors.joining("\n"));
  }

  private static String synopsis(String page) {
    return page.substring(0, page.indexOf("\n\n"));
  }

  /** All parts, in short. */
  static String overview() {
    return usage(List.of())
        + "\n\n`tidegate release sign --help` says more of sign, with an example, and so on.\n"
        + ALWAYS
        + CODES;
  }
}
