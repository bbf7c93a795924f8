package io.tidegate.itests.hostile;

import java.util.List;
import java.util.function.Predicate;

/**
 * One row of the list of malformed and hostile inputs.
 *
 * @param id as the list has it, e.g. F1
 * @param where versions in which there is such an input
 */
record Row(String id, String what, Attack attack, Predicate<Version> where) {
  Row(String id, String what, Attack attack) {
    this(id, what, attack, version -> true);
  }

  /** Does it and checks the answer. */
  @FunctionalInterface
  interface Attack {
    void on(Scene scene) throws Exception;
  }

  /** All rows that this suite walks over a version. */
  static List<Row> of(Version version) {
    return java.util.stream.Stream.of(
            FrameRows.ROWS,
            PayloadRows.ROWS,
            WebSocketRows.ROWS,
            HandshakeRows.ROWS,
            LifeRows.ROWS,
            MeaningRows.ROWS)
        .flatMap(List::stream)
        .filter(row -> row.where().test(version))
        .toList();
  }

  @Override
  public String toString() {
    return id + " " + what;
  }
}
