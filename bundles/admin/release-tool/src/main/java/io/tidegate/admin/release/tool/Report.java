package io.tidegate.admin.release.tool;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;

/** Prints objects, one a line in JSON or as text for people. */
final class Report {
  private static final JsonFactory JSON = new JsonFactory();

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
      if (!value.isEmpty()) {
        out.println(indent + each.getKey() + ": " + value);
        indent = "  ";
      }
    }
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
