package io.tidegate.admin.release.tool;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Prints objects, one a line in JSON or as text for people. */
final class Report {
  private static final JsonFactory JSON = new JsonFactory();

  /** Of a terminal, less what stands before. */
  private static final int WIDTH = 90;

  private static final int DIGEST = 64;
  private static final int SHOWN = 16;

  private final PrintStream out;
  private final boolean json;

  Report(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** Prints an object; its first field is its heading. */
  void print(Map<String, Object> fields) {
    if (json) {
      StringWriter text = new StringWriter();
      try (JsonGenerator generator = JSON.createGenerator(text)) {
        value(generator, fields);
      } catch (IOException e) {
        throw new UncheckedIOException(e); // a StringWriter throws none
      }
      out.println(text);
      return;
    }
    String indent = "";
    for (Map.Entry<String, Object> each : fields.entrySet()) {
      String value = text(each.getValue());
      if (each.getValue() instanceof Collection<?> many && value.length() > WIDTH) {
        out.println(indent + label(each.getKey()) + ": " + many.size());
        lines(many).forEach(line -> out.println("    " + line));
      } else if (!value.isEmpty()) {
        out.println(indent + label(each.getKey()) + ": " + value);
      }
      indent = "  ";
    }
  }

  /** A field's name in words. */
  private static String label(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }

  /** Each on a line of its own; of objects, columns that stand beneath each other. */
  private static List<String> lines(Collection<?> many) {
    List<List<String>> rows = new ArrayList<>();
    for (Object each : many) {
      if (!(each instanceof Map<?, ?> row)) {
        rows.add(List.of(text(each)));
        continue;
      }
      if (rows.isEmpty()) {
        rows.add(row.keySet().stream().map(key -> label(String.valueOf(key))).toList());
      }
      rows.add(row.values().stream().map(Report::cell).toList());
    }
    return rows.stream()
        .map(
            row ->
                IntStream.range(0, row.size())
                    .mapToObj(i -> padded(row.get(i), width(rows, i)))
                    .collect(Collectors.joining("  "))
                    .stripTrailing())
        .toList();
  }

  /** Digests are long, and people compare their beginnings; programs read them whole. */
  private static String cell(Object value) {
    String text = text(value);
    return text.length() == DIGEST ? text.substring(0, SHOWN) + "…" : text;
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream()
        .mapToInt(row -> column < row.size() ? row.get(column).length() : 0)
        .max()
        .orElse(0);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static String text(Object value) {
    if (value instanceof Collection<?> list) {
      return String.join(", ", list.stream().map(Report::text).toList());
    }
    if (value instanceof Map<?, ?> map) {
      return String.join(" ", map.values().stream().map(Report::text).toList());
    }
    return String.valueOf(value);
  }

  private static void value(JsonGenerator out, Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      out.writeStartObject();
      for (Map.Entry<?, ?> each : map.entrySet()) {
        out.writeFieldName(String.valueOf(each.getKey()));
        value(out, each.getValue());
      }
      out.writeEndObject();
    } else if (value instanceof Collection<?> list) {
      out.writeStartArray();
      for (Object each : list) {
        value(out, each);
      }
      out.writeEndArray();
    } else if (value instanceof Boolean flag) {
      out.writeBoolean(flag);
    } else if (value instanceof Number number) {
      out.writeNumber(number.longValue());
    } else {
      out.writeString(String.valueOf(value));
    }
  }
}
