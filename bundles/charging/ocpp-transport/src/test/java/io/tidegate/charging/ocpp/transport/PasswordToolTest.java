package io.tidegate.charging.ocpp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.operation.Tool;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PasswordToolTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return new PasswordTool()
        .run(
            new Tool.Call(
                List.of(arguments),
                Path.of(""),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8)));
  }

  @Test
  void printsAPasswordAndTheLineThatAcceptsIt() {
    assertThat(run("CS01")).isZero();
    String[] lines = out.toString(StandardCharsets.UTF_8).split("\\R");
    String password = lines[0].substring("password: ".length());
    assertThat(lines[1]).startsWith("CS01:");
    PasswordHash hash = PasswordHash.parse(lines[1].substring(5)).orElseThrow();
    assertThat(hash.matches(password)).isTrue();
  }

  @Test
  void printsJson() {
    assertThat(run("CS01", "--json")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("{\"password\":\"")
        .contains("\"line\":\"CS01:");
  }

  @Test
  void saysHowItIsUsed() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("a", "b")).isEqualTo(2);
    assertThat(run("a:b")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("exactly one identity");
  }
}
