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

  @Test
  void namesWhatNobodyHasSet() {
    String web = "org.apache.felix.http.require.config";
    Path home = Path.of("/k/data/tidegate");
    assertThat(HomeFolder.missing(Map.of("kura.home", "/k")::get, home))
        .containsOnly(Map.entry("tidegate.home", home.toString()), Map.entry(web, "true"));
    assertThat(HomeFolder.missing(Map.of("tidegate.home", "/a", web, "false")::get, home))
        .isEmpty();
  }
}
