package io.tidegate.admin.diagnostics;

import java.util.LinkedHashMap;
import java.util.Map;

/** Short rows of a report, in order. */
final class Rows {
  private Rows() {}

  static Map<String, Object> of(Object... keysAndValues) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      row.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return row;
  }
}
