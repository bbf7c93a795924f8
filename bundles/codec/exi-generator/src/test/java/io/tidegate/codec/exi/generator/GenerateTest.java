package io.tidegate.codec.exi.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateTest {
  @Test
  void leavesNothingOfAnEarlierModelAndWhatIsRightAsItIs(@TempDir Path folder) throws Exception {
    Generate.replace(folder, Map.of("a.b.One", "class One {}", "a.Two", "class Two {}"));
    Path one = folder.resolve("a/b/One.java");
    FileTime old = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(one, old);
    Generate.replace(folder, Map.of("a.b.One", "class One {}", "a.b.Three", "class Three {}"));
    assertThat(Files.getLastModifiedTime(one)).isEqualTo(old);
    assertThat(folder.resolve("a/Two.java")).doesNotExist();
    assertThat(folder.resolve("a/b/Three.java")).hasContent("class Three {}");
  }
}
