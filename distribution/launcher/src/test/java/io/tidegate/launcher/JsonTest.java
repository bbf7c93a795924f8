package io.tidegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @Test
  void readsWhatItWrites() {
    Map<String, Object> value =
        Map.of("a", List.of(new BigDecimal("-1.5e3"), true, "quote \" \\ \n é"), "b", Map.of());
    assertThat(Json.read(Json.write(value))).isEqualTo(value);
  }

  @Test
  void readsEveryEscape() {
    assertThat(Json.read("\"\\b\\f\\n\\r\\t\\/\\\"\\\\\\u00e9\"")).isEqualTo("\b\f\n\r\t/\"\\é");
    assertThat(Json.read(" [ null , false , { \"x\" : 1 } ] "))
        .isEqualTo(java.util.Arrays.asList(null, false, Map.of("x", BigDecimal.ONE)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[1",
        "{\"a\"}",
        "{\"a\":}",
        "[1 2]",
        "tru",
        "\"x",
        "\"\\u12",
        "1 2",
        "-"
      })
  void refusesWhatIsNotJson(String text) {
    assertThatThrownBy(() -> Json.read(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesBottomlessNesting() {
    assertThatThrownBy(() -> Json.read("[".repeat(100_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nesting");
  }

  @Test
  void readsEveryPrefixWithoutAnythingButItsOwnError() {
    String text = "{\"a\":[1.5,true,null,\"\\u00e9\\n\"],\"b\":{\"c\":-2e-3}}";
    for (int end = 0; end < text.length(); end++) {
      String prefix = text.substring(0, end);
      assertThatThrownBy(() -> Json.read(prefix)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
