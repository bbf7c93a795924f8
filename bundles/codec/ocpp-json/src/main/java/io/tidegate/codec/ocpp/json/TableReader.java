package io.tidegate.codec.ocpp.json;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a {@link Table} from its text form; the form is explained at the head of each table. */
final class TableReader {
  private static final Pattern FIELD =
      Pattern.compile(
          "([A-Za-z0-9_]+)(!?):([A-Za-z0-9]+)(?:\\((.*?)\\.\\.(.*?)\\))?(?:%([0-9.]+))?"
              + "(?:\\[(.*?)\\.\\.(.*?)])?");
  private static final String CUSTOM_DATA = "CustomData";

  private final Map<String, Type.Fields> objects = new HashMap<>();
  private final Map<String, Type.Words> words = new HashMap<>();
  private final Map<String, Type.Fields> requests = new HashMap<>();
  private final Map<String, Type.Fields> responses = new HashMap<>();
  private final Map<String, Type.Fields> sends = new HashMap<>();
  private final Map<String, Set<Side>> senders = new HashMap<>();
  private final Map<Type.Fields, List<String>> unfilled = new HashMap<>();

  private TableReader() {}

  static Table read(Version version) {
    TableReader reader = new TableReader();
    try (InputStream text = Version.class.getResourceAsStream(version.table());
        BufferedReader in =
            new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8))) {
      List<String> tokens = new ArrayList<>();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith("#") || line.isBlank()) {
          continue;
        }
        if (!line.startsWith(" ")) {
          reader.define(tokens);
          tokens = new ArrayList<>();
        }
        tokens.addAll(List.of(line.strip().split(" +")));
      }
      reader.define(tokens);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    reader.unfilled.forEach((fields, list) -> fields.fill(reader.fields(fields, list)));
    return new Table(
        version,
        Map.copyOf(reader.objects),
        Map.copyOf(reader.words),
        Map.copyOf(reader.requests),
        Map.copyOf(reader.responses),
        Map.copyOf(reader.sends),
        Map.copyOf(reader.senders));
  }

  private void define(List<String> tokens) {
    if (tokens.isEmpty()) {
      return;
    }
    String name = tokens.get(1);
    switch (tokens.get(0)) {
      case "enum" -> {
        Map<String, String> values = new HashMap<>();
        tokens.subList(2, tokens.size()).forEach(value -> values.put(value, value));
        words.put(name, new Type.Words(name, Map.copyOf(values)));
      }
      case "object" -> objects.put(name, later(name, false, tokens.subList(2, tokens.size())));
      case "open" -> objects.put(name, later(name, true, tokens.subList(2, tokens.size())));
      case "request" -> {
        String action = tokens.get(2);
        senders.put(action, sides(name));
        requests.put(action, later(action, false, tokens.subList(3, tokens.size())));
      }
      case "send" -> {
        String action = tokens.get(2);
        senders.put(action, sides(name));
        sends.put(action, later(action, false, tokens.subList(3, tokens.size())));
      }
      case "response" -> responses.put(name, later(name, false, tokens.subList(2, tokens.size())));
      default -> throw new IllegalArgumentException("no such definition: " + tokens.get(0));
    }
  }

  private static Set<Side> sides(String word) {
    return switch (word) {
      case "station" -> EnumSet.of(Side.STATION);
      case "site" -> EnumSet.of(Side.SITE);
      case "either" -> EnumSet.allOf(Side.class);
      default -> throw new IllegalArgumentException("no such sender: " + word);
    };
  }

  private Type.Fields later(String name, boolean open, List<String> fields) {
    Type.Fields type = new Type.Fields(name, open);
    unfilled.put(type, List.copyOf(fields));
    return type;
  }

  private List<Type.Field> fields(Type.Fields owner, List<String> texts) {
    List<Type.Field> fields = new ArrayList<>();
    for (String text : texts) {
      Matcher m = FIELD.matcher(text);
      if (!m.matches()) {
        throw new IllegalArgumentException("no field: " + text);
      }
      Type type = type(m.group(3), m.group(4), m.group(5), m.group(6));
      if (m.group(7) != null) {
        type = new Type.Many(type, number(m.group(7), 0), number(m.group(8), -1));
      }
      fields.add(new Type.Field(m.group(1), !m.group(2).isEmpty(), type));
    }
    if (!owner.open() && objects.containsKey(CUSTOM_DATA)) {
      fields.add(new Type.Field("customData", false, objects.get(CUSTOM_DATA)));
    }
    return fields;
  }

  private Type type(String name, String least, String most, String step) {
    return switch (name) {
      case "string" -> new Type.Text(number(least, 0), number(most, -1));
      case "int" ->
          new Type.Whole(number(least, Integer.MIN_VALUE), number(most, Integer.MAX_VALUE));
      case "number" -> new Type.Decimal(decimal(least), decimal(most), decimal(step));
      case "boolean" -> new Type.Flag();
      case "time" -> new Type.Time();
      case "uri" -> new Type.Address();
      case "any" -> new Type.Any();
      default -> named(name);
    };
  }

  private Type named(String name) {
    Type type = words.containsKey(name) ? words.get(name) : objects.get(name);
    if (type == null) {
      throw new IllegalArgumentException("no such type: " + name);
    }
    return type;
  }

  private static int number(String text, int otherwise) {
    return text == null || text.isEmpty() ? otherwise : Integer.parseInt(text);
  }

  private static Optional<BigDecimal> decimal(String text) {
    return text == null || text.isEmpty() ? Optional.empty() : Optional.of(new BigDecimal(text));
  }
}
