package io.tidegate.itests.hostile;

import java.util.List;

/**
 * One row of the list of malformed and hostile inputs.
 *
 * @param id as the list has it, e.g. F1
 */
record Row(String id, String what, Attack attack) {

  /** Does it and checks the answer. */
  @FunctionalInterface
  interface Attack {
    void on(Scene scene) throws Exception;
  }

  /** All rows that this suite walks. */
  static List<Row> all() {
    return java.util.stream.Stream.of(
            FrameRows.ROWS,
            PayloadRows.ROWS,
            WebSocketRows.ROWS,
            HandshakeRows.ROWS,
            LifeRows.ROWS,
            MeaningRows.ROWS)
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public String toString() {
    return id + " " + what;
  }
}
