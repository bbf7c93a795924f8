package io.tidegate.admin.diagnostics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;

/**
 * A report as nested maps, collections, numbers, booleans and texts, written for people or as JSON.
 * Numbers that are not finite are unknown: {@code null} or a dash.
 */
final class Tree {
  private static final JsonFactory JSON = new JsonFactory();

  private Tree() {}

  static String json(Map<String, ?> root) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out).useDefaultPrettyPrinter()) {
      write(json, root);
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    return out.append('\n').toString();
  }

  static String text(Map<String, ?> root) {
    StringBuilder out = new StringBuilder();
    root.forEach(
        (title, section) -> {
          out.append(out.isEmpty() ? "" : "\n").append("== ").append(title).append(" ==\n");
          lines(out, section, "");
        });
    return out.toString();
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName(String.valueOf(entry.getKey()));
        write(json, entry.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof Collection<?> items) {
      json.writeStartArray();
      for (Object item : items) {
        write(json, item);
      }
      json.writeEndArray();
    } else if (value instanceof Double number && Double.isFinite(number)) {
      json.writeNumber(number);
    } else if (value == null || value instanceof Double) {
      json.writeNull();
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else {
      json.writeString(String.valueOf(value));
    }
  }

  private static void lines(StringBuilder out, Object value, String indent) {
    if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (flat(entry.getValue())) {
          out.append(indent).append(entry.getKey()).append(": ");
          out.append(word(entry.getValue())).append('\n');
        } else {
          out.append(indent).append(entry.getKey()).append(":\n");
          lines(out, entry.getValue(), indent + "  ");
        }
      }
    } else if (value instanceof Collection<?> items) {
      if (items.isEmpty()) {
        out.append(indent).append("(none)\n");
      }
      for (Object item : items) {
        out.append(indent).append(item instanceof Map<?, ?> row ? row(row) : word(item));
        out.append('\n');
      }
    } else {
      out.append(indent).append(word(value)).append('\n');
    }
  }

  /** A row of a list goes on one line: {@code name=x state=y}. */
  private static String row(Map<?, ?> row) {
    StringBuilder line = new StringBuilder();
    row.forEach(
        (key, value) ->
            line.append(line.isEmpty() ? "" : "  ").append(key).append('=').append(word(value)));
    return line.toString();
  }

  private static boolean flat(Object value) {
    return !(value instanceof Map<?, ?>) && !(value instanceof Collection<?>);
  }

  private static String word(Object value) {
    if (value == null || (value instanceof Double number && !Double.isFinite(number))) {
      return "-";
    }
    return String.valueOf(value);
  }
}
