package io.tidegate.admin.backup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a backup holds. Read from strangers' files: everything in it is checked before it is
 * believed.
 *
 * @param at when the copy was true
 * @param version of the gateway that made it
 * @param folders below the home, with their POSIX permissions; older backups have none
 */
record Manifest(Instant at, String version, List<Item> items, Map<String, Integer> folders) {
  static final int FORMAT = 1;

  /** Most that is read of one. */
  static final int MOST_BYTES = 32 << 20;

  private static final int MOST_ITEMS = 100_000;
  private static final int MOST_PATH = 1_024;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(8).maxStringLength(4_096).build())
          .build();

  Manifest {
    items = List.copyOf(items);
    folders = Map.copyOf(folders);
    folders.forEach(
        (path, mode) -> {
          if (!isFolder(path) || (mode & ~0777) != 0) {
            throw new IllegalArgumentException("a folder's name or mode is none");
          }
        });
  }

  /**
   * A file.
   *
   * @param path below the home, with {@code /}
   * @param sha256 of its content, 64 hexadecimal digits
   * @param mode POSIX permissions, the lowest nine bits
   */
  record Item(String path, long length, String sha256, int mode) {
    Item {
      if (!isSafe(path)) {
        throw new IllegalArgumentException("a file's name leads out of the home or is none");
      }
      if (length < 0 || !sha256.matches("[0-9a-f]{64}") || (mode & ~0777) != 0) {
        throw new IllegalArgumentException("an entry of " + path + " is out of its range");
      }
    }
  }

  /** Only what a home has, and only below it. */
  static boolean isSafe(String path) {
    if (path.length() > MOST_PATH || !path.matches("(?:config|data)(?:/[^/\\\\\\p{Cntrl}]+)+")) {
      return false;
    }
    for (String segment : path.split("/", -1)) {
      if (segment.equals(".") || segment.equals("..")) {
        return false;
      }
    }
    return true;
  }

  /** Likewise; also {@code config} and {@code data} themselves. */
  static boolean isFolder(String path) {
    return path.equals("config") || path.equals("data") || isSafe(path);
  }

  /** Sum of all lengths. */
  long bytes() {
    long sum = 0;
    for (Item item : items) {
      sum = Math.addExact(sum, item.length());
    }
    return sum;
  }

  String json() {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeNumberField("format", FORMAT);
      json.writeStringField("at", at.toString());
      json.writeStringField("version", version);
      json.writeArrayFieldStart("items");
      for (Item item : items) {
        json.writeStartObject();
        json.writeStringField("path", item.path());
        json.writeNumberField("length", item.length());
        json.writeStringField("sha256", item.sha256());
        json.writeNumberField("mode", item.mode());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeObjectFieldStart("folders");
      for (Map.Entry<String, Integer> folder : new TreeMap<>(folders).entrySet()) {
        json.writeNumberField(folder.getKey(), folder.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("a StringWriter does not fail", e);
    }
    return out.toString();
  }

  /**
   * @throws IOException with a sentence: it is no manifest, or one that cannot be trusted
   */
  static Manifest read(byte[] bytes) throws IOException {
    try (JsonParser json = JSON.createParser(bytes)) {
      return new Reader(json).manifest();
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      throw new IOException("the manifest of the backup is not valid: " + e.getMessage(), e);
    }
  }

  /** Walks over it once. */
  private static final class Reader {
    private final JsonParser json;
    private int format;
    private Instant at = Instant.EPOCH;
    private String version = "";
    private final List<Item> items = new ArrayList<>();
    private final Map<String, Integer> folders = new HashMap<>();

    Reader(JsonParser json) {
      this.json = json;
    }

    Manifest manifest() throws IOException {
      expect(json.nextToken() == JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "format" -> format = json.getIntValue();
          case "at" -> at = Instant.parse(json.getText());
          case "version" -> version = json.getText();
          case "items" -> items();
          case "folders" -> folders();
          default -> json.skipChildren();
        }
      }
      if (format != FORMAT) {
        throw new IllegalArgumentException(
            "it has format " + format + ", this gateway knows format " + FORMAT);
      }
      Set<String> names = new HashSet<>();
      items.forEach(item -> expect(names.add(item.path())));
      Manifest manifest = new Manifest(at, version, items, folders);
      expect(manifest.bytes() >= 0);
      return manifest;
    }

    private void items() throws IOException {
      expect(json.currentToken() == JsonToken.START_ARRAY);
      while (json.nextToken() == JsonToken.START_OBJECT) {
        expect(items.size() < MOST_ITEMS);
        String path = "";
        String sha256 = "";
        long length = -1;
        int mode = -1;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String name = json.currentName();
          json.nextToken();
          switch (name) {
            case "path" -> path = json.getText();
            case "sha256" -> sha256 = json.getText();
            case "length" -> length = json.getLongValue();
            case "mode" -> mode = json.getIntValue();
            default -> json.skipChildren();
          }
        }
        items.add(new Item(path, length, sha256, mode));
      }
    }

    private void folders() throws IOException {
      expect(json.currentToken() == JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        expect(folders.size() < MOST_ITEMS);
        String path = json.currentName();
        json.nextToken();
        expect(folders.put(path, json.getIntValue()) == null);
      }
    }

    private static void expect(boolean good) {
      if (!good) {
        throw new IllegalArgumentException("it is not built as one");
      }
    }
  }
}
