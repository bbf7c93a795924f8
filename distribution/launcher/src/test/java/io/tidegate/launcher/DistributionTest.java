package io.tidegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistributionTest {
  @TempDir Path folder;

  @AfterEach
  void forget() {
    System.clearProperty(Distribution.PROPERTY);
  }

  @Test
  void readsBundlesInTheOrderOfLevelsAndNames() throws Exception {
    for (String jar : new String[] {"10/c.jar", "2/b.jar", "2/a.jar", "2/note.txt", "x/d.jar"}) {
      Path file = folder.resolve("bundle").resolve(jar);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "");
    }
    System.setProperty(Distribution.PROPERTY, folder.toString());
    assertThat(Distribution.find().bundles().toString())
        .isEqualTo(
            "{2=[%1$s/bundle/2/a.jar, %1$s/bundle/2/b.jar], 10=[%1$s/bundle/10/c.jar]}"
                .formatted(folder));
  }

  @Test
  void saysThatAFolderIsNoDistribution() {
    System.setProperty(Distribution.PROPERTY, folder.toString());
    assertThatThrownBy(Distribution::find)
        .isInstanceOf(CommandException.class)
        .hasMessageContaining(folder.toString());
  }
}
