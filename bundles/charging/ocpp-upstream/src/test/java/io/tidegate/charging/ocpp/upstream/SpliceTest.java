package io.tidegate.charging.ocpp.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpliceTest {
  private static final String OBJECT =
      "{ \"a\" : 12 , \"b\":{\"a\":1},\"c\":\"x\\\"}\", \"d\":[1,2] , \"e\":true}";

  @Test
  void replacesOneFieldAndLeavesEveryOtherCharacter() {
    assertThat(Splice.with(OBJECT, "a", "7"))
        .isEqualTo("{ \"a\" : 7 , \"b\":{\"a\":1},\"c\":\"x\\\"}\", \"d\":[1,2] , \"e\":true}");
    assertThat(Splice.with(OBJECT, "b", "null")).contains("\"b\":null,\"c\":\"x\\\"}\"");
    assertThat(Splice.with(OBJECT, "c", "1")).contains("\"c\":1, \"d\"");
    assertThat(Splice.with(OBJECT, "d", "1")).contains("\"d\":1 , \"e\":true}");
    assertThat(Splice.with(OBJECT, "e", "false")).endsWith("\"e\":false}");
  }

  @Test
  void addsAFieldThatIsNotThere() {
    assertThat(Splice.with("{}", "offline", "true")).isEqualTo("{\"offline\":true}");
    assertThat(Splice.with(" {\"a\":1}", "x", "2")).isEqualTo(" {\"x\":2,\"a\":1}");
  }

  @Test
  void takesAFieldOut() {
    assertThat(Splice.without("{\"a\":1,\"b\":2}", "a")).isEqualTo("{\"b\":2}");
    assertThat(Splice.without("{\"a\":1 , \"b\":2}", "b")).isEqualTo("{\"a\":1 }");
    assertThat(Splice.without("{\"a\":1}", "a")).isEqualTo("{}");
    assertThat(Splice.without(OBJECT, "z")).isEqualTo(OBJECT);
  }

  @Test
  void readsFields() {
    assertThat(Splice.number(OBJECT, "a")).contains(12);
    assertThat(Splice.text(OBJECT, "c")).contains("x\"}");
    assertThat(Splice.value(OBJECT, "d")).contains("[1,2]");
    assertThat(Splice.number(OBJECT, "c")).isEmpty();
    assertThat(Splice.value("no json", "a")).isEmpty();
  }
}
