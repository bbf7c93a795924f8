package io.tidegate.codec.websocket.deflate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One extension of a header line (RFC 6455 §9.1).
 *
 * @param parameters in their order; without a value: the empty text
 */
record Extension(String name, Map<String, String> parameters) {
  private static final int LONGEST_LINE = 2_048;
  private static final int MOST = 32;
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern PARAMETER =
      Pattern.compile("([^=\\s\"]+)(?:\\s*=\\s*(?:\"([^\"\\\\]*)\"|([^=\\s\"]+)))?");

  /** Those that can be read; a malformed one is nobody's offer. */
  static List<Extension> read(List<String> lines) {
    List<Extension> extensions = new ArrayList<>();
    for (String line : lines) {
      if (line.length() > LONGEST_LINE) {
        return List.of();
      }
      for (String text : line.split(",", MOST)) {
        String[] parts = text.split(";", MOST);
        Map<String, String> parameters = new LinkedHashMap<>();
        String name = parts[0].strip().toLowerCase(Locale.ROOT);
        if (TOKEN.matcher(name).matches() && parameters(parts, parameters)) {
          extensions.add(new Extension(name, parameters));
        }
      }
    }
    return extensions;
  }

  private static boolean parameters(String[] parts, Map<String, String> into) {
    for (int i = 1; i < parts.length; i++) {
      Matcher parameter = PARAMETER.matcher(parts[i].strip());
      if (!parameter.matches()) {
        return false;
      }
      String quoted = parameter.group(2);
      String value = quoted == null ? parameter.group(3) : quoted;
      String key = parameter.group(1).toLowerCase(Locale.ROOT);
      boolean fits =
          TOKEN.matcher(key).matches() && (value == null || TOKEN.matcher(value).matches());
      if (!fits || into.put(key, value == null ? "" : value) != null) {
        return false;
      }
    }
    return true;
  }
}
