package io.tidegate.admin.config.files;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads Java properties (the format of {@link java.util.Properties}) in UTF-8, strictly: what
 * {@code Properties} would silently bend (unknown escapes, a key given twice, bytes that are not
 * UTF-8) is refused with the number of its line, since here it would bend a limit.
 */
final class PropertiesText {
  static final int MAX_BYTES = 256 * 1024;

  private PropertiesText() {}

  /** Keys in the order of the file. */
  static Map<String, String> parse(byte[] bytes) throws RefusedFileException {
    if (bytes.length > MAX_BYTES) {
      throw new RefusedFileException("is larger than " + MAX_BYTES / 1024 + " KiB");
    }
    List<String> lines = decode(bytes).lines().toList();
    Map<String, String> entries = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      int number = i + 1;
      String line = lines.get(i).stripLeading();
      if (line.isEmpty() || "#!".indexOf(line.charAt(0)) >= 0) {
        continue;
      }
      if (line.equals("\\")) {
        throw RefusedFileException.at(number, "is a backslash alone");
      }
      StringBuilder logical = new StringBuilder(line);
      while (continues(logical)) {
        logical.setLength(logical.length() - 1);
        if (++i == lines.size()) {
          break;
        }
        logical.append(lines.get(i).stripLeading());
      }
      entry(logical.toString(), number, entries);
    }
    return entries;
  }

  private static String decode(byte[] bytes) throws RefusedFileException {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        throw RefusedFileException.at(lineOf(bytes, i), "contains a NUL byte");
      }
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(in)
              .toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw RefusedFileException.at(lineOf(bytes, in.position()), "is not UTF-8");
    }
  }

  private static int lineOf(byte[] bytes, int position) {
    int line = 1;
    for (int i = 0; i < position; i++) {
      if (bytes[i] == '\n') {
        line++;
      }
    }
    return line;
  }

  /** An odd number of backslashes at the end goes on in the next line. */
  private static boolean continues(CharSequence line) {
    int slashes = 0;
    while (slashes < line.length() && line.charAt(line.length() - 1 - slashes) == '\\') {
      slashes++;
    }
    return slashes % 2 == 1;
  }

  private static void entry(String line, int number, Map<String, String> entries)
      throws RefusedFileException {
    int keyEnd = 0;
    while (keyEnd < line.length() && " \t\f=:".indexOf(line.charAt(keyEnd)) < 0) {
      keyEnd += line.charAt(keyEnd) == '\\' ? 2 : 1;
    }
    keyEnd = Math.min(keyEnd, line.length());
    int valueStart = skipBlank(line, keyEnd);
    if (valueStart < line.length() && "=:".indexOf(line.charAt(valueStart)) >= 0) {
      valueStart = skipBlank(line, valueStart + 1);
    }
    String key = unescape(line.substring(0, keyEnd), number);
    if (key.isEmpty()) {
      throw RefusedFileException.at(number, "has a value without a field name");
    }
    if (entries.putIfAbsent(key, unescape(line.substring(valueStart), number)) != null) {
      throw RefusedFileException.at(number, "gives field " + key + " a second time");
    }
  }

  private static int skipBlank(String line, int from) {
    int at = from;
    while (at < line.length() && " \t\f".indexOf(line.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  private static String unescape(String text, int line) throws RefusedFileException {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\' || i + 1 == text.length()) {
        plain.append(c);
        continue;
      }
      char escaped = text.charAt(++i);
      switch (escaped) {
        case 't' -> plain.append('\t');
        case 'n' -> plain.append('\n');
        case 'r' -> plain.append('\r');
        case 'f' -> plain.append('\f');
        case '\\', ':', '=', '#', '!', ' ', '"', '\'' -> plain.append(escaped);
        case 'u' -> {
          plain.append(unicode(text, i + 1, line));
          i += 4;
        }
        default ->
            throw RefusedFileException.at(
                line, "has the unknown escape \\" + escaped + " (write \\\\ for a backslash)");
      }
    }
    return plain.toString();
  }

  private static char unicode(String text, int from, int line) throws RefusedFileException {
    int code = 0;
    for (int i = from; i < from + 4; i++) {
      int digit = i < text.length() ? Character.digit(text.charAt(i), 16) : -1;
      if (digit < 0) {
        throw RefusedFileException.at(line, "has a \\u escape without four hexadecimal digits");
      }
      code = code * 16 + digit;
    }
    if (code == 0) {
      throw RefusedFileException.at(line, "contains a NUL character");
    }
    return (char) code;
  }
}
