package io.tidegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
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

  private void bundles(String... jars) throws IOException {
    for (String jar : jars) {
      Path file = folder.resolve("bundle").resolve(jar);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "");
    }
    System.setProperty(Distribution.PROPERTY, folder.toString());
  }

  @Test
  void startsBundlesOfOthersBeforeOursInEachLevel() throws Exception {
    bundles("6/io.tidegate.admin.rest.jar", "6/org.web.jar", "6/io.tidegate.a.jar", "6/a.jar");
    assertThat(Distribution.find().bundles().get(6).stream().map(Path::getFileName))
        .map(Path::toString)
        .containsExactly("a.jar", "org.web.jar", "io.tidegate.a.jar", "io.tidegate.admin.rest.jar");
  }

  @Test
  void readsBundlesInTheOrderOfLevelsAndNames() throws Exception {
    bundles("10/c.jar", "2/b.jar", "2/a.jar", "2/note.txt", "x/d.jar");
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
