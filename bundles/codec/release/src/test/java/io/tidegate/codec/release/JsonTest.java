package io.tidegate.codec.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One way to read a text. */
class JsonTest {
  private static Object read(String json) throws Refusal {
    return Json.read("x.json", json.getBytes(UTF_8));
  }

  @Test
  void readsWhatReleasesUse() throws Exception {
    assertThat(read(" {\"a\":[1,-2,true,false,\"\\u00e9\\n\\\"\\uD83D\\uDE00\",{}],\"b\":[]} \n"))
        .isEqualTo(Map.of("a", List.of(1L, -2L, true, false, "é\n\"😀", Map.of()), "b", List.of()));
  }

  @Test
  void writesWhatItReads() throws Exception {
    Object value = read("{\"a\":[1,\"\\u0001\\\\ é 😀\",{\"b\":{}}],\"c\":[]}");
    assertThat(Json.read("x", JsonText.of((Map<String, ?>) asMap(value)))).isEqualTo(value);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, ?> asMap(Object value) {
    return (Map<String, ?>) value;
  }

  @Test
  void refusesEverythingElse() {
    for (String bad :
        List.of(
            "",
            " ",
            "{",
            "[",
            "\"",
            "{\"a\"}",
            "{\"a\":}",
            "{,}",
            "{\"a\":1,}",
            "[1,]",
            "[,]",
            "{\"a\":1,\"a\":2}",
            "{\"a\":1,\"\\u0061\":2}",
            "1 2",
            "{}{}",
            "{} x",
            "null",
            "NaN",
            "Infinity",
            "1.0",
            "1e3",
            "01",
            "-",
            "+1",
            "1234567890123456789",
            "tru",
            "\"\t\"",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\u12g4\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "'a'",
            "{a:1}",
            "// x\n1",
            "\ufeff1",
            "[".repeat(9) + "]".repeat(9),
            "[".repeat(100_000))) {
      assertThatThrownBy(() -> read(bad))
          .as(bad)
          .isInstanceOfSatisfying(
              Refusal.class, r -> assertThat(r.code()).isEqualTo(Refusal.Code.BAD_ENTRY));
    }
    assertThatThrownBy(() -> Json.read("x", new byte[] {'"', (byte) 0xc0, (byte) 0x80, '"'}))
        .isInstanceOf(Refusal.class)
        .hasMessage("x is not UTF-8");
  }

  @Test
  void namesTheDocumentTheLineAndTheField() throws Exception {
    assertThatThrownBy(() -> read("{\n\"a\": 1.5\n}"))
        .hasMessage("x.json, line 2: a number that is not whole");
    String json = new String(Archives.manifest(4).write(), UTF_8);
    Map<String, String> changes =
        Map.of(
            "\"level\": 20", "\"level\": 0",
            "\"update\": \"blue-green\"", "\"update\": \"cold\"",
            "\"version\": \"1.0.0\"", "\"version\": \"latest\"",
            "\"counter\": 4", "\"counter\": \"4\"",
            "2028-01-01T00:00:00Z", "2028-02-30T00:00:00Z",
            "\"formatVersion\": 1", "\"formatVersion\": 2",
            "\"fixed\": false", "\"fixed\": 0");
    changes.forEach(
        (from, to) -> {
          String name = from.startsWith("2028") ? "expires" : from.split("\"")[1];
          assertThat(json).contains(from);
          assertThatThrownBy(() -> Manifest.read(json.replace(from, to).getBytes(UTF_8)))
              .as(to)
              .isInstanceOf(Refusal.class)
              .hasMessageContaining("release.json")
              .hasMessageContaining(name);
        });
  }

  @Test
  void refusesFieldsThatItDoesNotKnow() throws Exception {
    String json = new String(Archives.manifest(4).write(), UTF_8);
    assertThatThrownBy(
            () -> Manifest.read(json.replaceFirst("\\{", "{ \"comment\": \"x\",").getBytes(UTF_8)))
        .hasMessageContaining("not known here");
  }

  @Test
  void refusesSetsThatContradictThemselves() throws Exception {
    String json = new String(Archives.manifest(4).write(), UTF_8);
    for (String[] change :
        List.of(
            new String[] {"com.acme.two\"", "com.acme.one\""},
            new String[] {"bundles/com.acme.two", "bundles/COM.acme.one"},
            new String[] {
              "\"symbolicName\": \"com.acme.guard\"", "\"symbolicName\": \"com.acme.one\""
            },
            new String[] {"\"minCounter\": 0", "\"minCounter\": 5"})) {
      assertThat(json).contains(change[0]);
      assertThatThrownBy(() -> Manifest.read(json.replace(change[0], change[1]).getBytes(UTF_8)))
          .as(change[1])
          .isInstanceOf(Refusal.class);
    }
    String stray = json.replaceAll("(\"bundles\": \\[\\s*)\"com.acme.one\"", "$1\"com.acme.nine\"");
    assertThat(stray).isNotEqualTo(json);
    assertThatThrownBy(() -> Manifest.read(stray.getBytes(UTF_8))).hasMessageContaining("features");
  }
}
