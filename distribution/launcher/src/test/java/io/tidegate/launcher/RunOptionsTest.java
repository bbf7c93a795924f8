package io.tidegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunOptionsTest {

  @Test
  void takesValuesAsNextWordOrAfterEquals() throws CommandException {
    RunOptions options =
        RunOptions.parse(
            List.of(
                "--home", "/srv/gate", "--profile=revpi", "--set", "a.b.port=1=2", "--set=c/d="));
    assertThat(options.home()).hasToString("/srv/gate");
    assertThat(options.profile()).isEqualTo("revpi");
    assertThat(options.settings()).containsExactly("a.b.port=1=2", "c/d=");
  }

  @Test
  void takesARelativeHomeFromTheCallersDirectory() throws CommandException {
    assertThat(RunOptions.parse(List.of("--home", "x/../gate")).home())
        .isEqualTo(Distribution.callersDirectory().resolve("gate"));
  }

  @Test
  void wantsAHome() {
    assertThatThrownBy(() -> RunOptions.parse(List.of()))
        .isInstanceOfSatisfying(
            CommandException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining("--home DIR");
  }

  @ParameterizedTest
  @ValueSource(strings = {"port=1", ".port=1", "a.b", "a.=1", "a.b=1\nc.d=2", ""})
  void refusesASettingThatIsNotPidKeyValue(String line) {
    assertThatThrownBy(() -> RunOptions.parse(List.of("--home", "/x", "--set", line)))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("PID.key=value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--hoem=/x", "--home", "--home=", "stray"})
  void refusesWhatItDoesNotKnow(String option) {
    assertThatThrownBy(() -> RunOptions.parse(List.of(option)))
        .isInstanceOfSatisfying(
            CommandException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE));
  }
}
