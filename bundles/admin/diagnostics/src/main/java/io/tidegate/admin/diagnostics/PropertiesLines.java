package io.tidegate.admin.diagnostics;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/**
 * A file of Java properties, a logical line at a time: what goes on in a next line or is written
 * with escapes is read as the gateway reads it, and only then judged and written anew. What is no
 * field is not shown. One thread.
 */
final class PropertiesLines {
  private static final String BLANKS = " \t\f";
  private static final String FIELD = "[A-Za-z0-9][A-Za-z0-9._~-]{0,79}";

  private final Set<String> passwords;
  private final List<String> shown = new ArrayList<>();
  private boolean pem;

  private PropertiesLines(Set<String> passwords) {
    this.passwords = passwords;
  }

  /**
   * @param passwords fields that are declared to hold one
   */
  static List<String> of(String text, Set<String> passwords) {
    PropertiesLines lines = new PropertiesLines(passwords);
    String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
    StringBuilder logical = new StringBuilder();
    for (String line : plain.lines().toList()) {
      String content = stripLeading(line);
      if (logical.isEmpty() && (content.isEmpty() || "#!".indexOf(content.charAt(0)) >= 0)) {
        continue;
      }
      logical.append(line).append('\n');
      if (!continues(line)) {
        lines.line(logical.toString());
        logical.setLength(0);
      }
    }
    if (!logical.isEmpty()) {
      lines.line(logical.toString());
    }
    return lines.shown;
  }

  private static String stripLeading(String line) {
    int at = 0;
    while (at < line.length() && BLANKS.indexOf(line.charAt(at)) >= 0) {
      at++;
    }
    return line.substring(at);
  }

  /** An odd number of backslashes at the end. */
  private static boolean continues(String line) {
    int slashes = 0;
    while (slashes < line.length() && line.charAt(line.length() - 1 - slashes) == '\\') {
      slashes++;
    }
    return slashes % 2 == 1;
  }

  private void line(String text) {
    if (pem) {
      pem = !text.contains(SecretShapes.PEM_END);
      return;
    }
    int begin = text.indexOf(SecretShapes.PEM);
    pem = begin >= 0 && text.indexOf(SecretShapes.PEM_END, begin) < 0;
    Properties one = new Properties();
    try {
      one.load(new StringReader(text));
    } catch (IOException | IllegalArgumentException e) {
      shown.add("# a line that cannot be read is not shown");
      return;
    }
    Set<String> names = one.stringPropertyNames();
    String name = names.size() == 1 ? names.iterator().next() : "";
    String value = one.getProperty(name, "");
    // a line without a value may be what is left of another's
    boolean stray = value.isEmpty() && text.indexOf('=') < 0 && text.indexOf(':') < 0;
    if (stray || !name.matches(FIELD) || SecretShapes.isLong(name)) {
      shown.add("# a line that is no field is not shown");
    } else {
      shown.add(name + "=" + escaped(shown(name, value)));
    }
  }

  private String shown(String name, String value) {
    boolean secret = passwords.contains(name) || SecretWords.tell(name);
    return secret && !SecretWords.harmless(name, value)
        ? SecretShapes.SECRET
        : SecretShapes.clean(value);
  }

  private static String escaped(String value) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.toString();
  }
}
