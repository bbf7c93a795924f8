package io.tidegate.admin.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {
  private final Pages pages = Pages.load();

  @Test
  void servesEveryFileOfTheBundleAndNoOther() throws IOException {
    Path web = Path.of("src/main/resources/io/tidegate/admin/console/web");
    try (Stream<Path> files = Files.list(web)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(Pages.FILES);
    }
    assertThat(pages.find("/")).isEqualTo(pages.find("/index.html"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/index.html/", "//", "/../Console.class", "/web/index.html", "/INDEX.HTML"})
  void findsNothingElsewhere(String path) {
    assertThat(pages.find(path)).isEmpty();
  }

  @Test
  void hasNothingInlineThatItsOwnPolicyWouldBlock() {
    String html = text("/index.html");
    assertThat(html).doesNotContainPattern("<style|\\sstyle=|\\son[a-z]+=|javascript:");
    assertThat(html).doesNotContainPattern("<script(?![^>]*\\ssrc=)");
    assertThat(Console.POLICY).doesNotContain("unsafe").contains("default-src 'none'");
  }

  @Test
  void neverParsesTextAsHtmlOrCode() {
    for (String file : Pages.FILES) {
      if (file.endsWith(".js")) {
        assertThat(text("/" + file))
            .as(file)
            .doesNotContainPattern(
                "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(|new Function");
      }
    }
  }

  @Test
  void refersOnlyToFilesThatThereAre() {
    TreeSet<String> referred = new TreeSet<>();
    Pattern reference = Pattern.compile("(?:(?:src|href)=\"|from \"\\./|url\\()([^\"#)][^\")]*)");
    for (String file : Pages.FILES) {
      Matcher matcher = reference.matcher(text("/" + file));
      while (matcher.find()) {
        referred.add(matcher.group(1));
      }
    }
    assertThat(referred).contains("console.js", "console.css", "dom.js").isSubsetOf(Pages.FILES);
  }

  @Test
  void givesEveryElementThatTheScriptLooksFor() {
    String html = text("/index.html");
    Matcher wanted = Pattern.compile("\\$\\(\"([a-z-]+)\"\\)").matcher(text("/console.js"));
    List<String> missing =
        wanted
            .results()
            .map(result -> result.group(1))
            .filter(id -> !html.contains("id=\"" + id + "\""))
            .toList();
    assertThat(missing).isEmpty();
  }

  @Test
  void tagsEachFileByItsContent() {
    assertThat(pages.find("/console.js").orElseThrow().tag())
        .matches("\"[0-9a-f]{24}\"")
        .isNotEqualTo(pages.find("/api.js").orElseThrow().tag());
  }

  private String text(String path) {
    return new String(pages.find(path).orElseThrow().bytes(), StandardCharsets.UTF_8);
  }
}
