package io.tidegate.codec.release;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Writes what {@link Json} reads: the same value, the same bytes; indented, for eyes too. */
final class JsonText {
  private final StringBuilder text = new StringBuilder();

  private JsonText() {}

  static byte[] of(Map<String, ?> fields) {
    JsonText json = new JsonText();
    json.value(fields, "");
    return json.text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  private void value(Object value, String indent) {
    if (value instanceof Map<?, ?> map) {
      String separator = "";
      text.append('{');
      for (Map.Entry<?, ?> field : map.entrySet()) {
        text.append(separator).append('\n').append(indent).append("  ");
        string((String) field.getKey());
        text.append(": ");
        value(field.getValue(), indent + "  ");
        separator = ",";
      }
      text.append(map.isEmpty() ? "" : "\n" + indent).append('}');
    } else if (value instanceof List<?> list) {
      String separator = "";
      text.append('[');
      for (Object item : list) {
        text.append(separator).append('\n').append(indent).append("  ");
        value(item, indent + "  ");
        separator = ",";
      }
      text.append(list.isEmpty() ? "" : "\n" + indent).append(']');
    } else if (value instanceof String string) {
      string(string);
    } else {
      text.append(value); // whole numbers and booleans
    }
  }

  private void string(String string) {
    text.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ') {
        text.append(String.format("\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
