package io.tidegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
  private final String tmp = System.getProperty("java.io.tmpdir");
  @TempDir Path folder;

  @AfterEach
  void restoreTemporaryFolder() {
    System.setProperty("java.io.tmpdir", tmp);
  }

  @Test
  void makesItsFoldersUnreadableForOthers() throws Exception {
    Home home = new Home(folder.resolve("deep/gate"));
    home.prepare();
    assertThat(home.data()).isDirectory();
    assertThat(Files.getPosixFilePermissions(home.data()).toString()).doesNotContain("OTHERS");
    assertThat(System.getProperty("java.io.tmpdir")).isEqualTo(home.tmp().toString());
  }

  @Test
  void copiesDefaultsOnceAndNeverOverAnOperatorsFile() throws Exception {
    Path defaults = Files.createDirectories(folder.resolve("defaults/registers"));
    Files.writeString(folder.resolve("defaults/a.cfg"), "default");
    Files.writeString(defaults.resolve("m.yaml"), "map");
    Home home = new Home(folder.resolve("gate"));
    home.prepare();
    Files.writeString(home.config().resolve("a.cfg"), "mine");
    home.fillConfiguration(folder.resolve("defaults"));
    assertThat(home.config().resolve("a.cfg")).hasContent("mine");
    assertThat(home.config().resolve("registers/m.yaml")).hasContent("map");
  }

  @Test
  void lendsItselfToOneGatewayAtATime() throws Exception {
    Home home = new Home(folder.resolve("gate"));
    home.prepare();
    try (FileChannel lock = home.lock()) {
      assertThat(lock.isOpen()).isTrue();
      assertThatThrownBy(home::lock)
          .isInstanceOfSatisfying(
              CommandException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.HOME))
          .hasMessageContaining("another gateway runs on " + home.root());
    }
    home.lock().close();
  }

  @Test
  void saysWhichFolderCannotBeMade() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> new Home(file.resolve("gate")).prepare())
        .isInstanceOfSatisfying(
            CommandException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.HOME))
        .hasMessageContaining(file.toString());
  }

  @Test
  void deletesATreeWithAllBelowIt() throws IOException {
    Path tree = Files.createDirectories(folder.resolve("tree/a/b"));
    Files.writeString(tree.resolve("c"), "");
    Home.deleteTree(folder.resolve("tree"));
    assertThat(folder.resolve("tree")).doesNotExist();
  }
}
