package io.tidegate.codec.yaml;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A mapping of the document. Each getter reports what is wrong with its field and then returns the
 * fallback, so that one pass finds everything; {@link #done} reports the keys that nobody asked
 * for. Not thread-safe.
 */
public final class YamlMap {
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d{1,3})?");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9}(?:\\.\\d+)?) ?(ms|s|min|h)");

  private final Problems problems;
  private final String path;
  private final int line;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Integer> lines = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();

  YamlMap(MappingNode mapping, String path, Problems problems) {
    this.problems = problems;
    this.path = path;
    this.line = line(mapping);
    for (NodeTuple tuple : mapping.getValue()) {
      int keyLine = line(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.add(keyLine, path, "has a key that is no text");
      } else if (values.containsKey(key.getValue())) {
        problems.add(
            keyLine,
            where(key.getValue()),
            "is given twice, first in line " + lines.get(key.getValue()));
      } else {
        values.put(key.getValue(), tuple.getValueNode());
        lines.put(key.getValue(), keyLine);
      }
    }
  }

  static int line(Node node) {
    return node.getStartMark() == null ? 0 : node.getStartMark().getLine() + 1;
  }

  /** Line of the field, of the mapping where the field is missing. */
  public int line(String key) {
    return lines.getOrDefault(key, line);
  }

  public int line() {
    return line;
  }

  /** The keys in the order of the file; asking for them makes them known. */
  public Set<String> keys() {
    known.addAll(values.keySet());
    return Set.copyOf(values.keySet());
  }

  public boolean has(String key) {
    known.add(key);
    Node node = values.get(key);
    return node != null && !isNull(node);
  }

  /** Adds a problem of the caller's own finding at the field. */
  public void problem(String key, String sentence) {
    problems.add(line(key), where(key), sentence);
  }

  public String text(String key, String fallback) {
    return scalar(key).map(String::strip).orElse(fallback);
  }

  /** Like {@link #text}, but the field must be there and not be blank; else an empty text. */
  public String required(String key) {
    String value = text(key, "");
    if (value.isEmpty()
        && !(values.get(key) instanceof MappingNode)
        && !(values.get(key) instanceof SequenceNode)) {
      problem(key, "is missing");
    }
    return value;
  }

  /** A finite number within its range; missing or wrong gives the fallback. */
  public double number(String key, double fallback, double min, double max) {
    Optional<String> text = scalar(key);
    if (text.isEmpty()) {
      return fallback;
    }
    String value = text.get().strip();
    if (NUMBER.matcher(value).matches()) {
      double number = Double.parseDouble(value);
      if (number >= min && number <= max) {
        return number;
      }
    }
    problem(
        key,
        "must be a number from "
            + plain(min)
            + " to "
            + plain(max)
            + ", got \""
            + brief(value)
            + '"');
    return fallback;
  }

  /** Like {@link #number}, but the field must be there; else the lowest value. */
  public double requiredNumber(String key, double min, double max) {
    if (!has(key)) {
      problem(key, "is missing");
      return min;
    }
    return number(key, min, min, max);
  }

  public int integer(String key, int fallback, int min, int max) {
    Optional<String> text = scalar(key);
    if (text.isEmpty()) {
      return fallback;
    }
    String value = text.get().strip();
    try {
      int number = Integer.decode(value);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // the sentence below says what is expected
    }
    problem(
        key, "must be a whole number from " + min + " to " + max + ", got \"" + brief(value) + '"');
    return fallback;
  }

  public boolean flag(String key, boolean fallback) {
    String value = text(key, "");
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "" -> fallback;
      case "true" -> true;
      case "false" -> false;
      default -> {
        problem(key, "must be true or false, got \"" + brief(value) + '"');
        yield fallback;
      }
    };
  }

  /** A duration such as {@code 500ms}, {@code 1s}, {@code 5 min}, {@code 2h}; 0 needs no unit. */
  public Duration duration(String key, Duration fallback, Duration min, Duration max) {
    Optional<String> text = scalar(key);
    if (text.isEmpty()) {
      return fallback;
    }
    String value = text.get().strip();
    Matcher matcher = DURATION.matcher("0".equals(value) ? "0s" : value);
    if (matcher.matches()) {
      double unit =
          switch (matcher.group(2)) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "min" -> 60_000;
            default -> 3_600_000;
          };
      Duration duration =
          Duration.ofMillis(Math.round(Double.parseDouble(matcher.group(1)) * unit));
      if (duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0) {
        return duration;
      }
    }
    problem(
        key,
        "must be a duration from "
            + min.toMillis()
            + "ms to "
            + max.toMillis()
            + "ms, got \""
            + brief(value)
            + '"');
    return fallback;
  }

  /**
   * A constant of an enum by its name, in any case, with {@code -} for {@code _}.
   *
   * @param fallback null: the field must be there, else the first constant
   */
  public <E extends Enum<E>> E choice(String key, Class<E> type, E fallback) {
    return choice(key, type, fallback, c -> c.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  /**
   * As above, for constants that the file calls otherwise.
   *
   * @param word the file's name of each, in lower case
   */
  public <E extends Enum<E>> E choice(
      String key, Class<E> type, E fallback, Function<E, String> word) {
    E[] constants = type.getEnumConstants();
    Optional<String> text = scalar(key);
    List<String> names = new ArrayList<>();
    for (E constant : constants) {
      String name = word.apply(constant);
      if (text.isPresent() && name.equalsIgnoreCase(text.get().strip().replace('_', '-'))) {
        return constant;
      }
      names.add(name);
    }
    if (text.isPresent() || (fallback == null && !values.containsKey(key))) {
      problem(
          key,
          (text.isPresent() ? "is \"" + brief(text.get()) + "\", must be" : "is missing, must be")
              + " one of "
              + String.join(", ", names));
    }
    return fallback == null ? constants[0] : fallback;
  }

  /** The mapping at the key; empty when it is missing or something else, which is reported. */
  public Optional<YamlMap> map(String key) {
    if (!has(key)) {
      return Optional.empty();
    }
    if (values.get(key) instanceof MappingNode mapping) {
      return Optional.of(new YamlMap(mapping, where(key), problems));
    }
    problem(key, "must be a mapping of keys to values");
    return Optional.empty();
  }

  /** The mappings of the list at the key; empty when it is missing. */
  public List<YamlMap> maps(String key) {
    List<YamlMap> maps = new ArrayList<>();
    int n = 0;
    for (Node item : list(key)) {
      String at = where(key) + '[' + n++ + ']';
      if (item instanceof MappingNode mapping) {
        maps.add(new YamlMap(mapping, at, problems));
      } else {
        problems.add(line(item), at, "must be a mapping of keys to values");
      }
    }
    return maps;
  }

  /** The texts of the list at the key; empty when it is missing. */
  public List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    int n = 0;
    for (Node item : list(key)) {
      String at = where(key) + '[' + n++ + ']';
      if (item instanceof ScalarNode scalar) {
        texts.add(scalar.getValue());
      } else {
        problems.add(line(item), at, "must be a text");
      }
    }
    return texts;
  }

  /** Reports every key that was never asked for, with the one that was probably meant. */
  public void done() {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        String near = Nearest.to(key, known);
        problem(
            brief(key),
            near.isEmpty()
                ? "is no known key, known are " + String.join(", ", known)
                : "is no known key, did you mean " + near + "?");
      }
    }
  }

  private List<Node> list(String key) {
    if (!has(key)) {
      return List.of();
    }
    if (values.get(key) instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    problem(key, "must be a list");
    return List.of();
  }

  private Optional<String> scalar(String key) {
    if (!has(key)) {
      return Optional.empty();
    }
    if (values.get(key) instanceof ScalarNode scalar) {
      return Optional.of(scalar.getValue());
    }
    problem(key, "must be a single value");
    return Optional.empty();
  }

  private static boolean isNull(Node node) {
    return node instanceof ScalarNode scalar && Tag.NULL.equals(scalar.getTag());
  }

  private String where(String key) {
    return path.isEmpty() ? key : path + '.' + key;
  }

  private static String plain(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  private static String brief(String text) {
    String oneLine = text.replaceAll("\\p{Cntrl}", " ");
    return oneLine.length() <= 60 ? oneLine : oneLine.substring(0, 60) + "…";
  }
}
