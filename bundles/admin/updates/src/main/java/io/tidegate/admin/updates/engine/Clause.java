package io.tidegate.admin.updates.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A clause of a manifest header (OSGi core 8, §3.2.4).
 *
 * @param paths what it is about
 * @param attributes by name, with the type that stood behind it: {@code version:Version}
 */
record Clause(List<String> paths, Map<String, String> attributes, Map<String, String> directives) {

  /** All clauses of a header; none when there is no such header. */
  static List<Clause> all(String header) {
    List<Clause> clauses = new ArrayList<>();
    if (header != null && !header.isBlank()) {
      split(header, ',').forEach(text -> clauses.add(of(text)));
    }
    return clauses;
  }

  private static Clause of(String text) {
    Clause clause = new Clause(new ArrayList<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    for (String piece : split(text, ';')) {
      int directive = equals(piece, ":=");
      int attribute = equals(piece, "=");
      if (directive >= 0) {
        clause.directives.put(piece.substring(0, directive).strip(), value(piece, directive + 2));
      } else if (attribute >= 0) {
        clause.attributes.put(piece.substring(0, attribute).strip(), value(piece, attribute + 1));
      } else {
        clause.paths.add(piece.strip());
      }
    }
    return clause;
  }

  /** Where a sign stands in front of any quote; -1 when it does not. */
  private static int equals(String piece, String sign) {
    int at = piece.indexOf(sign);
    int equals = piece.indexOf('=');
    int quote = piece.indexOf('"');
    return at >= 0 && equals <= at + sign.length() - 1 && (quote < 0 || at < quote) ? at : -1;
  }

  private static String value(String piece, int from) {
    String text = piece.substring(from).strip();
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  /** At a sign that stands in no quotes. */
  static List<String> split(String text, char at) {
    List<String> pieces = new ArrayList<>();
    boolean quoted = false;
    int begin = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == at && !quoted) {
        pieces.add(text.substring(begin, i));
        begin = i + 1;
      }
    }
    pieces.add(text.substring(begin));
    return pieces;
  }

  /** The first path. */
  String path() {
    return paths.isEmpty() ? "" : paths.get(0);
  }
}
