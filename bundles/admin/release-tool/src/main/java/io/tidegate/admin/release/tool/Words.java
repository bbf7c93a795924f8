package io.tidegate.admin.release.tool;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What somebody typed: options are taken out, what is left are names. */
final class Words {
  private static final long MOST = 1_000_000;

  private final List<String> words;
  private final Path directory;
  private final InstantSource clock;
  private final Map<Path, String> typed = new HashMap<>();

  Words(List<String> words, Path directory, InstantSource clock) {
    this.words = new ArrayList<>(words);
    this.directory = directory;
    this.clock = clock;
  }

  /** Takes the first word. */
  String next() {
    return words.isEmpty() ? "" : words.remove(0);
  }

  boolean flag(String name) {
    return words.remove(name);
  }

  Optional<String> option(String name) throws WrongUse {
    int at = words.indexOf(name);
    if (at < 0) {
      return Optional.empty();
    }
    if (at + 1 >= words.size()) {
      throw new WrongUse(name + " lacks its value");
    }
    String value = words.get(at + 1);
    words.subList(at, at + 2).clear();
    return Optional.of(value);
  }

  String required(String name) throws WrongUse {
    return option(name).orElseThrow(() -> new WrongUse(name + " is missing"));
  }

  /** All values of an option that may be there several times, each with several behind commas. */
  List<String> options(String name) throws WrongUse {
    List<String> values = new ArrayList<>();
    for (Optional<String> v = option(name); v.isPresent(); v = option(name)) {
      values.addAll(List.of(v.get().split(",")));
    }
    return values;
  }

  List<Path> files(String name) throws WrongUse {
    return options(name).stream().map(this::path).toList();
  }

  Optional<Path> file(String name) throws WrongUse {
    return option(name).map(this::path);
  }

  /** A file's name as it was typed, which whoever reads it can use again. */
  String typed(Path file) {
    return typed.getOrDefault(file, file.toString());
  }

  private Path path(String text) {
    Path path = directory.resolve(text);
    typed.put(path, text);
    return path;
  }

  long number(String name, String text) throws WrongUse {
    if (!text.matches("\\d{1,16}")) {
      throw new WrongUse(name + ": a whole number, not " + text);
    }
    return Long.parseLong(text);
  }

  /** A number of things, which is never large. */
  Optional<Integer> count(String name) throws WrongUse {
    Optional<Long> number = number(name);
    if (number.isPresent() && number.get() > MOST) {
      throw new WrongUse(name + ": " + number.get() + " is too much");
    }
    return number.map(Long::intValue);
  }

  Optional<Long> number(String name) throws WrongUse {
    Optional<String> text = option(name);
    return text.isPresent() ? Optional.of(number(name, text.get())) : Optional.empty();
  }

  /** When something is to expire: asked for, and still to come. */
  Instant expiry() throws WrongUse {
    Instant expires = time("--expires").orElseThrow(() -> new WrongUse("--expires is missing"));
    if (!expires.isAfter(clock.instant())) {
      throw new WrongUse("--expires: " + expires + " is over");
    }
    return expires;
  }

  /** A time, or a day: its beginning in UTC. */
  Optional<Instant> time(String name) throws WrongUse {
    Optional<String> text = option(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          text.get().length() == 10
              ? LocalDate.parse(text.get()).atStartOfDay(ZoneOffset.UTC).toInstant()
              : Instant.parse(text.get()));
    } catch (DateTimeParseException e) {
      throw new WrongUse(name + ": a day or a time such as 2027-01-31T12:00:00Z");
    }
  }

  /** What is left: names of files, at least one. */
  List<Path> rest() throws WrongUse {
    for (String word : words) {
      if (word.startsWith("-")) {
        throw new WrongUse("there is no option " + word + " here");
      }
    }
    if (words.isEmpty()) {
      throw new WrongUse("the name of a file is missing");
    }
    List<Path> files = words.stream().map(this::path).toList();
    for (Path file : files) {
      if (Files.isDirectory(file)) {
        throw new WrongUse(file.getFileName() + " is a folder; a file is wanted");
      }
    }
    return files;
  }

  /** What is left: one file. */
  Path only() throws WrongUse {
    List<Path> files = rest();
    if (files.size() > 1) {
      throw new WrongUse("one file, not " + files.size());
    }
    return files.get(0);
  }

  /** Nothing may be left. */
  void none() throws WrongUse {
    if (!words.isEmpty()) {
      String word = words.get(0);
      throw new WrongUse(
          word.startsWith("-")
              ? "there is no option " + word + " here"
              : "there is a word too many: " + word);
    }
  }
}
