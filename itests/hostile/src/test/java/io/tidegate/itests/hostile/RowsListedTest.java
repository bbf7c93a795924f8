package io.tidegate.itests.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of the README says what is walked in which version, no more and no less. */
class RowsListedTest {
  private static final int FIRST_VERSION = 2;
  private static final int WALKED_BY = FIRST_VERSION + Version.values().length;
  private static final Map<String, Integer> LENGTHS =
      Map.of("F", 15, "P", 19, "W", 12, "H", 16, "C", 8, "S", 15);

  private static Map<String, List<String>> table() throws IOException {
    Map<String, List<String>> table = new LinkedHashMap<>();
    for (String line : Files.readAllLines(Path.of("README.md"))) {
      List<String> cells = Arrays.stream(line.split("\\|")).skip(1).map(String::strip).toList();
      if (line.startsWith("|") && cells.get(0).matches("[A-Z][0-9]+")) {
        assertThat(cells).as(line).hasSize(WALKED_BY + 1);
        assertThat(table.put(cells.get(0), cells)).as("%s stands once", cells.get(0)).isNull();
      }
    }
    return table;
  }

  /** Rows of ours by id; the update of a dialect has a test of its own beside them. */
  private static Set<String> walked(Version version) {
    return Stream.of(
            Row.of(version).stream().map(Row::id),
            HelloRows.ROWS.stream().map(SecuredRow::id),
            SecuredRows.ROWS.stream().map(SecuredRow::id),
            BackendRows.all().stream().map(BackendRows.Backend::id),
            Stream.of("C8"))
        .flatMap(ids -> ids)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyInputOfTheListHasItsLine() throws IOException {
    assertThat(table().keySet())
        .containsExactlyInAnyOrderElementsOf(
            LENGTHS.entrySet().stream()
                .flatMap(e -> IntStream.rangeClosed(1, e.getValue()).mapToObj(n -> e.getKey() + n))
                .toList());
  }

  @Test
  void everyLineIsWalkedInTheVersionsThatItNames() throws IOException {
    Map<String, List<String>> table = table();
    for (Version version : Version.values()) {
      Set<String> listed = new TreeSet<>();
      table.forEach(
          (id, cells) -> {
            boolean here = !cells.get(WALKED_BY).contains("`");
            if (here && !cells.get(FIRST_VERSION + version.ordinal()).equals("–")) {
              listed.add(id);
            }
          });
      assertThat(walked(version)).as(version.wire()).isEqualTo(listed);
    }
  }
}
