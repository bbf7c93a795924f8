package io.tidegate.codec.ocpp.json;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A rule of the frame or the payload that a message can break. Which error answers it, by version
 * and with the clause, is the resource {@code verdicts.table}.
 */
enum Rule {
  TOO_LONG,
  NOT_JSON,
  NOT_AN_ARRAY,
  TYPE_NOT_A_NUMBER,
  TYPE_UNKNOWN,
  ID_UNREADABLE,
  ACTION_MISSING,
  PAYLOAD_MISSING,
  TOO_MANY_ELEMENTS,
  TRAILING_TEXT,
  BROKEN_JSON,
  ACTION_UNKNOWN,
  ACTION_MISDIRECTED,
  ACTION_UNCONFIRMED,
  PAYLOAD_NULL,
  KEY_TWICE,
  BAD_CHARACTERS,
  BEYOND_NUMBERS,
  NO_TIME,
  NO_URI,
  FIELD_MISSING,
  LIST_TOO_LONG,
  LIST_TOO_SHORT,
  FIELD_UNKNOWN,
  BAD_WORD,
  BAD_LENGTH,
  OUT_OF_RANGE,
  OFF_STEP,
  NO_OBJECT,
  NO_LIST,
  NO_TEXT,
  NO_NUMBER,
  NO_WHOLE_NUMBER,
  NO_FLAG;

  private static final String IGNORED = "ignored";
  private static final Map<Rule, Row> ROWS = rows();

  /**
   * A row of the resource.
   *
   * @param old on 1.6, empty when it is not answered at all
   * @param now on 2.x
   */
  private record Row(Optional<RpcErrorCode> old, RpcErrorCode now, String clause, String sentence) {
    static Row of(String[] cells) {
      Optional<RpcErrorCode> old =
          cells[1].equals(IGNORED) ? Optional.empty() : Optional.of(RpcErrorCode.of(cells[1]));
      return new Row(old, RpcErrorCode.of(cells[2]), cells[3], cells[4]);
    }
  }

  private static Map<Rule, Row> rows() {
    try (BufferedReader in =
            new BufferedReader(
                new InputStreamReader(
                    Rule.class.getResourceAsStream("verdicts.table"), StandardCharsets.UTF_8));
        Stream<String> lines = in.lines()) {
      Map<Rule, Row> rows =
          lines
              .filter(line -> !line.startsWith("#") && !line.isBlank())
              .map(line -> line.strip().split(" *\\| *"))
              .collect(Collectors.toMap(cells -> valueOf(cells[0]), Row::of));
      if (rows.size() != values().length) {
        throw new IllegalStateException("verdicts.table does not name every rule");
      }
      return new EnumMap<>(rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The error that answers it; empty when it is not answered at all. */
  Optional<RpcErrorCode> code(Version version) {
    Row row = ROWS.get(this);
    return version == Version.OCPP_1_6 ? row.old : Optional.of(row.now);
  }

  /** Where the standard says so. */
  String clause() {
    return ROWS.get(this).clause;
  }

  /** That it was broken. */
  Violation broken() {
    return broken("");
  }

  /**
   * @param path the field that breaks it, by the names of the table
   */
  Violation broken(String path) {
    Row row = ROWS.get(this);
    return new Violation(this, row.now, row.sentence, path);
  }
}
