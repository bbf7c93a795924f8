package io.tidegate.charging.ocpp.operations;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A station's report in a file: a line with its heading, then a line for each part as it came.
 * Written beside and put in place when it is whole, so that a reader sees all of it or none.
 * Blocks.
 */
final class Report {
  private final Path file;
  private final ReportKind kind;

  /** Takes an entry. */
  @FunctionalInterface
  interface Reader {
    void entry(Json entry) throws IOException;
  }

  Report(Path file, ReportKind kind) {
    this.file = file;
    this.kind = kind;
  }

  private Path beside() {
    return file.resolveSibling(file.getFileName() + ".new");
  }

  void begin(String heading) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(beside(), line(heading));
  }

  void append(String part) throws IOException {
    Files.writeString(beside(), line(part), StandardOpenOption.APPEND);
  }

  /** A line break outside of strings is white space, and there are none inside. */
  private static String line(String json) {
    return json.replace('\n', ' ').replace('\r', ' ') + '\n';
  }

  void commit() throws IOException {
    Files.move(beside(), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  void abandon() throws IOException {
    Files.deleteIfExists(beside());
  }

  /** Heading of the newest whole report; empty when there is none. */
  Optional<Json> heading() throws IOException {
    try (BufferedReader in = Files.newBufferedReader(file)) {
      String line = in.readLine();
      return line == null ? Optional.empty() : Optional.of(Json.read(line));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Reads its entries one by one. */
  void read(Reader reader) throws IOException {
    try (BufferedReader in = Files.newBufferedReader(file)) {
      in.readLine();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        part(line, reader);
      }
    } catch (NoSuchFileException e) {
      // there is none yet: it has no entries
    }
  }

  private void part(String line, Reader reader) throws IOException {
    try (JsonParser json = Json.FACTORY.createParser(line)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean entries = json.currentName().equals(kind.entries);
        if (json.nextToken() == JsonToken.START_ARRAY && entries) {
          while (json.nextToken() == JsonToken.START_OBJECT) {
            reader.entry(Json.of(json));
          }
        } else {
          json.skipChildren();
        }
      }
    }
  }

  /** Writes a value as it was read. */
  static void copy(Object value, JsonGenerator json) throws IOException {
    if (value instanceof java.util.Map<?, ?> map) {
      json.writeStartObject();
      for (var field : map.entrySet()) {
        json.writeFieldName(String.valueOf(field.getKey()));
        copy(field.getValue(), json);
      }
      json.writeEndObject();
    } else if (value instanceof java.util.List<?> list) {
      json.writeStartArray();
      for (Object entry : list) {
        copy(entry, json);
      }
      json.writeEndArray();
    } else if (value instanceof java.math.BigDecimal number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value == null) {
      json.writeNull();
    } else {
      json.writeString(value.toString());
    }
  }
}
