package io.tidegate.admin.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TreeTest {
  private static final Map<String, Object> REPORT =
      Rows.of(
          "clock", Rows.of("offsetMs", Double.NaN, "good", true),
          "stations", List.of(Rows.of("id", "CS01", "sent", 3L)),
          "empty", List.of(),
          "note", "two \"words\"");

  @Test
  void writesJsonThatHasNoNumbersThatAreNone() {
    assertThat(Tree.json(REPORT).replaceAll("\\s", ""))
        .isEqualTo(
            "{\"clock\":{\"offsetMs\":null,\"good\":true},\"stations\":[{\"id\":\"CS01\",\"sent\":3}],"
                + "\"empty\":[],\"note\":\"two\\\"words\\\"\"}");
  }

  @Test
  void writesTextThatCanBeReadLineByLine() {
    assertThat(Tree.text(REPORT))
        .isEqualTo(
            """
            == clock ==
            offsetMs: -
            good: true

            == stations ==
            id=CS01  sent=3

            == empty ==
            (none)

            == note ==
            two "words"
            """);
  }
}
