package io.tidegate.codec.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HomeFolderTest {
  @Test
  void isWhatTheContainerSaysEvenOnKura() {
    assertThat(HomeFolder.find(Map.of("tidegate.home", "/a", "kura.home", "/k")::get))
        .contains(Path.of("/a"));
  }

  @Test
  void isInTheDataOfKuraElse() {
    assertThat(HomeFolder.find(Map.of("kura.home", "/opt/eclipse/kura")::get))
        .contains(Path.of("/opt/eclipse/kura/data/tidegate"));
  }

  @Test
  void isUnknownWhereNobodySaysIt() {
    assertThat(HomeFolder.find(Map.<String, String>of()::get)).isEmpty();
  }
}
