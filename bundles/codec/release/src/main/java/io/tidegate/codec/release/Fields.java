package io.tidegate.codec.release;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** The fields of one object of a document, each taken once; {@link #end} refuses what is left. */
final class Fields {
  /** Exact in every reader of JSON. */
  static final long MOST = 9_007_199_254_740_991L;

  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z");

  private final String where;
  private final Map<?, ?> fields;
  private final Set<String> taken = new HashSet<>();

  /**
   * @param where the document, then the path in it
   */
  Fields(String where, Object value) throws Refusal {
    this.where = where;
    if (!(value instanceof Map<?, ?> map)) {
      throw new Refusal(Refusal.Code.BAD_ENTRY, where + " is no object");
    }
    this.fields = map;
  }

  Refusal wrong(String name, String expected) {
    return new Refusal(Refusal.Code.BAD_ENTRY, where + ", " + name + ": expected " + expected);
  }

  /** The version of the format: this codec knows 1. */
  void format() throws Refusal {
    if (number("formatVersion", 1, MOST) != 1) {
      throw wrong("formatVersion", "1; a newer gateway may know more");
    }
  }

  boolean has(String name) {
    return fields.containsKey(name);
  }

  private Object take(String name) {
    taken.add(name);
    return fields.get(name);
  }

  String text(String name, Pattern pattern, String expected) throws Refusal {
    if (take(name) instanceof String text && pattern.matcher(text).matches()) {
      return text;
    }
    throw wrong(name, expected);
  }

  long number(String name, long least, long most) throws Refusal {
    return number(name, least, most, OptionalLong.empty());
  }

  long number(String name, long least, long most, OptionalLong absent) throws Refusal {
    if (!has(name) && absent.isPresent()) {
      return absent.getAsLong();
    }
    if (take(name) instanceof Long number && number >= least && number <= most) {
      return number;
    }
    throw wrong(name, "a whole number, " + least + " to " + most);
  }

  boolean flag(String name) throws Refusal {
    if (take(name) instanceof Boolean flag) {
      return flag;
    }
    throw wrong(name, "true or false");
  }

  Instant time(String name) throws Refusal {
    try {
      return Instant.parse(text(name, TIME, "a time such as 2027-01-31T12:00:00Z"));
    } catch (DateTimeException e) {
      throw wrong(name, "a time that exists");
    }
  }

  Fields object(String name) throws Refusal {
    return new Fields(where + ", " + name, take(name));
  }

  private List<?> list(String name, int most) throws Refusal {
    if (take(name) instanceof List<?> list && list.size() <= most) {
      return list;
    }
    throw wrong(name, "a list of at most " + most);
  }

  List<Fields> objects(String name, int most) throws Refusal {
    List<Fields> objects = new ArrayList<>();
    for (Object item : list(name, most)) {
      objects.add(new Fields(where + ", " + name + "[" + objects.size() + "]", item));
    }
    return objects;
  }

  /** Without one twice; empty when it is absent. */
  List<String> texts(String name, int most, Pattern pattern, String expected) throws Refusal {
    List<String> texts = new ArrayList<>();
    for (Object item : has(name) ? list(name, most) : List.of()) {
      if (!(item instanceof String text)
          || !pattern.matcher(text).matches()
          || texts.contains(text)) {
        throw wrong(name, expected + ", none twice");
      }
      texts.add(text);
    }
    return List.copyOf(texts);
  }

  void end() throws Refusal {
    for (Object name : fields.keySet()) {
      if (!taken.contains(name)) {
        throw new Refusal(Refusal.Code.BAD_ENTRY, where + ": a field that is not known here");
      }
    }
  }
}
