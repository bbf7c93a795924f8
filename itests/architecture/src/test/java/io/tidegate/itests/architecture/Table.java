package io.tidegate.itests.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A resource of rows: words separated by blanks, comments after {@code #}. */
record Table(List<List<String>> rows) {

  static Table read(String resource) {
    try (InputStream in = Table.class.getResourceAsStream("/" + resource)) {
      List<List<String>> rows = new ArrayList<>();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .forEach(line -> rows.add(List.of(line.split("\\s+"))));
      return new Table(rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The words after the key, of every row with it. */
  List<String> of(String key) {
    return rows.stream()
        .filter(row -> row.get(0).equals(key))
        .flatMap(row -> row.stream().skip(1))
        .toList();
  }

  /** Second words of the rows with the key. */
  List<String> subjects(String key) {
    return rows.stream().filter(row -> row.get(0).equals(key)).map(row -> row.get(1)).toList();
  }
}
