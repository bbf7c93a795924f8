package io.tidegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolRunTest {

  @Test
  void takesTheHomeOutAndLeavesTheRestToTheTool() throws CommandException {
    List<String> args = new ArrayList<>(List.of("list", "--home", "/srv/gate", "--json"));
    assertThat(ToolRun.takeHome(args)).contains(Path.of("/srv/gate"));
    assertThat(args).containsExactly("list", "--json");

    args = new ArrayList<>(List.of("--home=/srv/gate", "x"));
    assertThat(ToolRun.takeHome(args)).contains(Path.of("/srv/gate"));
    assertThat(args).containsExactly("x");

    args = new ArrayList<>(List.of("x", "--homely"));
    assertThat(ToolRun.takeHome(args)).isEmpty();
    assertThat(args).containsExactly("x", "--homely");
  }

  @Test
  void missesTheHomesValue() {
    assertThatThrownBy(() -> ToolRun.takeHome(new ArrayList<>(List.of("x", "--home"))))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("--home needs a value");
  }
}
