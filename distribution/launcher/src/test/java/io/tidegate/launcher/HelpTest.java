package io.tidegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {

  private static String said(String... words) throws CommandException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    assertThat(Main.dispatch(new ArrayList<>(List.of(words)), print, print)).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "prepare",
        "status",
        "health",
        "diag",
        "update",
        "updates",
        "features",
        "help",
        "version"
      })
  void printsTheHelpOfThatCommandAlone(String command) throws CommandException {
    String help = said("help", command);
    assertThat(help).startsWith("tidegate " + command);
    assertThat(help.lines().filter(line -> line.startsWith("tidegate "))).hasSize(1);
    assertThat(said(command, "--help")).isEqualTo(help);
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "health", "diag"})
  void saysHowTheExitCodesOfAnInquiryDiffer(String command) throws CommandException {
    assertThat(said("help", command))
        .contains("0 nothing is red", "1 something is red", "3 no", "gateway could be asked");
  }

  @Test
  void showsWhoeverWentWrongHowACommandIsUsed() {
    assertThat(Help.usage("update"))
        .isEqualTo("usage: tidegate update FILE|URI [--watch] [--json] [--home DIR]");
    assertThat(Help.usage("ocpp").lines()).hasSize(2).allMatch(l -> l.contains("tidegate ocpp "));
    assertThat(Help.usage("dance")).isEmpty();
  }

  @Test
  void namesTheOptionsOfRun() throws CommandException {
    assertThat(said("run", "--home", "/x", "--help"))
        .contains("--profile NAME", "--set PID.key=value", "3 home in use");
  }
}
