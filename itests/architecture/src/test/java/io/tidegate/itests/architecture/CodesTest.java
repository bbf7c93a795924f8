package io.tidegate.itests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every code that an operator may read is explained, and none that there is not. */
class CodesTest {
  /** At the beginning of a text, as codes stand. */
  private static final Pattern SAID =
      Pattern.compile(
          "\"((?:ERR|TLS_ERR|V2G_ERR|FAILED_TO)_[A-Z0-9_]+"
              + "|V2G-[0-9]{3}|OCPP_JSON_INVALID|OCPP_RULE_BROKEN)(?![A-Za-z0-9])");

  private static final Pattern EXPLAINED = Pattern.compile("(?m)^\\| `([A-Z0-9_-]+)`");

  /** Beginnings that stand for several. */
  private static final Set<String> NO_CODES = Set.of("ERR_JOURNAL", "ERR_MODBUS_EXCEPTION_");

  @Test
  void explainsEveryCodeThatTheProductSays() throws IOException {
    Set<String> said = new TreeSet<>();
    try (Stream<Path> tree = Files.walk(Reactor.ROOT.resolve("bundles"))) {
      for (Path file : (Iterable<Path>) tree::iterator) {
        if (file.toString().contains("/src/main/java/") && file.toString().endsWith(".java")) {
          said.addAll(of(SAID, file));
        }
      }
    }
    said.removeAll(NO_CODES);
    said.add("ERR_MODBUS_EXCEPTION_01");
    assertThat(of(EXPLAINED, Reactor.ROOT.resolve("docs/operations/codes.md")))
        .isEqualTo(said)
        .hasSizeGreaterThan(60);
  }

  private static Set<String> of(Pattern pattern, Path file) throws IOException {
    Set<String> found = new TreeSet<>();
    Matcher matcher = pattern.matcher(Files.readString(file));
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }
}
