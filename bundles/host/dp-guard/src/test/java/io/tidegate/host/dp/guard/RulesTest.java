package io.tidegate.host.dp.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesTest {
  @TempDir Path home;

  @Test
  void areStrictWithoutAFile() throws IOException {
    assertThat(Rules.read(home)).isEqualTo(new Rules(home.resolve("root.json"), false, false, 100));
  }

  @Test
  void areReadFromTheFile() throws IOException {
    write("root = keys/root.json\nunsigned = true\ndisturb = true\ndisk.free = 7\n");
    assertThat(Rules.read(home))
        .isEqualTo(new Rules(home.resolve("keys/root.json"), true, true, 7));
  }

  @Test
  void nameTheFieldThatIsWrong() throws IOException {
    write("unsigned = perhaps\n");
    assertThatThrownBy(() -> Rules.read(home)).hasMessageContaining("unsigned");
  }

  private void write(String text) throws IOException {
    Files.createDirectories(home.resolve("config"));
    Files.writeString(home.resolve(Rules.FILE), text);
  }
}
