package io.tidegate.codec.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads one component's configuration and gathers everything that is wrong with it. A field that is
 * missing or wrong yields its default; {@link #check} then throws with all sentences. Not
 * thread-safe; used within one call.
 */
public final class Settings {
  /** The configuration's private property that names the fields the command line has set. */
  private static final String COMMANDED = ".tidegate.config.commanded";

  private final String pid;
  private final Map<String, ?> properties;
  private final List<String> problems = new ArrayList<>();

  private Settings(String pid, Map<String, ?> properties) {
    this.pid = pid;
    this.properties = properties;
  }

  public static Settings of(String pid, Map<String, ?> properties) {
    return new Settings(pid, properties);
  }

  /** Adds a problem of the caller's own finding; it names where the field was set. */
  public void problem(String key, String sentence) {
    String origin =
        commanded(key) ? "--set " + pid + '/' + key : "config/" + pid + ".cfg, field " + key;
    problems.add(origin + ": " + sentence);
  }

  private boolean commanded(String key) {
    return properties.get(COMMANDED) instanceof String names
        && List.of(names.split(" ")).contains(key);
  }

  public String text(String key, String fallback) {
    Object value = properties.get(key);
    return value == null || value.toString().isBlank() ? fallback : value.toString().strip();
  }

  /** Like {@link #text}, but the field must be there. */
  public String required(String key) {
    String value = text(key, "");
    if (value.isEmpty()) {
      problem(key, "is missing");
    }
    return value;
  }

  /** What stands between commas, without blanks around it; nothing where nothing stands. */
  public List<String> list(String key) {
    return Arrays.stream(text(key, "").split(",", -1))
        .map(String::strip)
        .filter(each -> !each.isEmpty())
        .toList();
  }

  /**
   * A file.
   *
   * @param home folder that it is below, unless it is absolute
   */
  public Optional<Path> file(String key, Path home) {
    return Optional.of(text(key, "")).filter(name -> !name.isEmpty()).map(home::resolve);
  }

  public int integer(String key, int fallback, int min, int max) {
    String value = text(key, "");
    if (value.isEmpty()) {
      return fallback;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // the sentence below says what is expected
    }
    problem(key, "must be a whole number from " + min + " to " + max + ", got \"" + value + '"');
    return fallback;
  }

  public double number(String key, double fallback, double min, double max) {
    String value = text(key, "");
    if (value.isEmpty()) {
      return fallback;
    }
    try {
      double number = Double.parseDouble(value);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // the sentence below says what is expected
    }
    problem(key, "must be a number from " + min + " to " + max + ", got \"" + value + '"');
    return fallback;
  }

  public boolean flag(String key, boolean fallback) {
    String value = text(key, "").toLowerCase(Locale.ROOT);
    return switch (value) {
      case "" -> fallback;
      case "true" -> true;
      case "false" -> false;
      default -> {
        problem(key, "must be true or false, got \"" + value + '"');
        yield fallback;
      }
    };
  }

  /** A duration given as a whole number of milliseconds in the field {@code key}. */
  public Duration millis(String key, int fallback, int min, int max) {
    return Duration.ofMillis(integer(key, fallback, min, max));
  }

  /** Two durations of which the second must not be less than the first. */
  public void ascending(String low, Duration least, String high, Duration most) {
    if (most.compareTo(least) < 0) {
      problem(high, "must not be less than " + low);
    }
  }

  /** A constant of an enum by its name, in any case, with {@code -} for {@code _}. */
  public <E extends Enum<E>> E choice(String key, Class<E> type, E fallback) {
    String value = text(key, "");
    if (value.isEmpty()) {
      return fallback;
    }
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(value.replace('-', '_'))) {
        return constant;
      }
    }
    List<String> names = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      names.add(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    problem(key, "must be one of " + String.join(", ", names) + ", got \"" + value + '"');
    return fallback;
  }

  /** Throws {@link SettingsException} when anything was wrong. */
  public void check() {
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
  }
}
