package io.tidegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PseudonymKeyTest {
  @TempDir Path folder;

  @AfterEach
  void forget() {
    System.clearProperty(PseudonymKey.PROPERTY);
  }

  @Test
  void keepsOneKeyAHomeThatNobodyElseCanRead() throws CommandException, IOException {
    Home home = new Home(folder);
    PseudonymKey.take(home);
    String key = System.getProperty(PseudonymKey.PROPERTY);
    assertThat(key).matches("[0-9a-f]{64}");
    Path file = folder.resolve("data/secrets/pseudonym.key");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    System.clearProperty(PseudonymKey.PROPERTY);
    PseudonymKey.take(home);
    assertThat(System.getProperty(PseudonymKey.PROPERTY)).isEqualTo(key);
  }

  @Test
  void makesOneForTheProcessWhenTheFileHoldsNone() throws CommandException, IOException {
    Files.createDirectories(folder.resolve("data/secrets"));
    Files.writeString(folder.resolve("data/secrets/pseudonym.key"), "empty");
    PseudonymKey.take(new Home(folder));
    assertThat(System.getProperty(PseudonymKey.PROPERTY)).matches("[0-9a-f]{64}");
  }
}
