package io.tidegate.codec.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class YamlFileTest {
  private final Problems problems = new Problems("a.yaml");

  private Optional<YamlMap> read(String text) {
    return YamlFile.read(text.getBytes(StandardCharsets.UTF_8), problems);
  }

  private List<String> sentences() {
    return problems.sorted().stream().map(Problem::toString).toList();
  }

  @Test
  void readsTypedValuesAndLeavesNoProblem() {
    YamlMap map =
        read("name: x\nrate: 1.5e3\ncount: 0x10\non: true\nday: monday\nwait: 1.5s\nnone:\nlist: [a, b]\n")
            .orElseThrow();
    assertThat(map.required("name")).isEqualTo("x");
    assertThat(map.number("rate", 0, 0, 1e6)).isEqualTo(1500);
    assertThat(map.integer("count", 0, 0, 100)).isEqualTo(16);
    assertThat(map.flag("on", false)).isTrue();
    assertThat(map.choice("day", DayOfWeek.class, null)).isEqualTo(DayOfWeek.MONDAY);
    assertThat(map.duration("wait", Duration.ZERO, Duration.ZERO, Duration.ofMinutes(1)))
        .isEqualTo(Duration.ofMillis(1500));
    assertThat(map.text("none", "fallback")).isEqualTo("fallback");
    assertThat(map.texts("list")).containsExactly("a", "b");
    map.done();
    assertThat(sentences()).isEmpty();
  }

  @Test
  void reportsEverythingThatIsWrongWithItsLine() {
    YamlMap map =
        read("rate: fast\nitems:\n  - {a: 1}\n  - 7\nday: noday\nrate: 2\nratting: 3\n")
            .orElseThrow();
    map.number("rate", 0, 0, 10);
    map.maps("items").forEach(YamlMap::done);
    map.choice("day", DayOfWeek.class, DayOfWeek.MONDAY);
    map.required("name");
    map.number("rating", 0, 0, 10);
    map.done();
    assertThat(sentences())
        .anySatisfy(s -> assertThat(s).startsWith("a.yaml:1: rate must be a number from 0 to 10"))
        .anySatisfy(s -> assertThat(s).startsWith("a.yaml:3: items[0].a is no known key"))
        .anySatisfy(s -> assertThat(s).startsWith("a.yaml:4: items[1] must be a mapping"))
        .anySatisfy(
            s -> assertThat(s).startsWith("a.yaml:5: day is \"noday\", must be one of monday"))
        .anySatisfy(s -> assertThat(s).startsWith("a.yaml:6: rate is given twice, first in line 1"))
        .anySatisfy(
            s ->
                assertThat(s).startsWith("a.yaml:7: ratting is no known key, did you mean rating?"))
        .anySatisfy(s -> assertThat(s).startsWith("a.yaml:1: name is missing"));
  }

  @Test
  void refusesNumbersThatAreNotFinite() {
    YamlMap map = read("a: .nan\nb: Infinity\nc: 1e999\nd: 1d\n").orElseThrow();
    for (String key : List.of("a", "b", "c", "d")) {
      assertThat(map.number(key, -1, 0, 10)).isEqualTo(-1);
    }
    assertThat(sentences()).hasSize(4);
  }

  @Test
  void namesTheLineOfASyntaxError() {
    assertThat(read("a: 1\nb: [1, 2\nc: 3\n")).isEmpty();
    assertThat(sentences()).singleElement().asString().startsWith("a.yaml:3: is not YAML");
  }

  @Test
  void refusesAliasesDepthSizeAndForeignBytes() {
    assertThat(read("a: &x [1]\nb: *x\n")).isEmpty();
    assertThat(read("a: !!java.net.URL [http://x]\n")).isEmpty();
    assertThat(read("[".repeat(1000))).isEmpty();
    assertThat(read("a: " + "[".repeat(20) + "]".repeat(20))).isEmpty();
    assertThat(YamlFile.read(new byte[YamlFile.MAX_BYTES + 1], problems)).isEmpty();
    assertThat(YamlFile.read(new byte[] {'a', ':', ' ', (byte) 0xff}, problems)).isEmpty();
    assertThat(read("a: 1\n---\nb: 2\n")).isEmpty();
    assertThat(read("- 1\n")).isEmpty();
    assertThat(read("")).isEmpty();
    assertThat(sentences()).hasSize(9);
    assertThat(sentences())
        .anySatisfy(s -> assertThat(s).contains("a.yaml:1: is not YAML: anchors"));
  }

  @Test
  void neverThrowsOnGarbage() {
    Random random = new Random(4711);
    String alphabet = "ab:-[]{},&*!|>'\"%@`#\n\t ?0\\";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(40); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThatCode(
              () ->
                  read(text.toString())
                      .ifPresent(
                          map -> {
                            map.number("a", 0, 0, 1);
                            map.maps("b");
                            map.done();
                          }))
          .as(text.toString())
          .doesNotThrowAnyException();
    }
  }

  @Test
  void keepsABoundedNumberOfProblems() {
    for (int i = 0; i < 1000; i++) {
      problems.add(i, "", "x");
    }
    assertThat(sentences()).hasSize(101).last().asString().contains("900 more");
  }
}
