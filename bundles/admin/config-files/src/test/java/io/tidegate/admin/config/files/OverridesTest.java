package io.tidegate.admin.config.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OverridesTest {

  @Test
  void takesThePidUpToTheLastDotWhenNoFileSaysOtherwise() {
    Overrides set = Overrides.parse("io.tidegate.x.port=9001\nio.tidegate.x~two.port = 9002\n");
    assertThat(set.problems()).isEmpty();
    assertThat(set.pids(List.of())).containsExactly("io.tidegate.x", "io.tidegate.x~two");
    assertThat(set.of("io.tidegate.x", List.of())).isEqualTo(Map.of("port", "9001"));
    assertThat(set.of("io.tidegate.x~two", List.of())).isEqualTo(Map.of("port", "9002"));
  }

  @Test
  void takesTheLongestPidThatHasAFileSinceFieldsHaveDotsToo() {
    List<String> files = List.of("org.apache.felix", "org.apache.felix.http");
    Overrides set =
        Overrides.parse("org.apache.felix.http.org.osgi.service.http.port=8081\na.b/c.d=1=2");
    assertThat(set.of("org.apache.felix.http", files))
        .isEqualTo(Map.of("org.osgi.service.http.port", "8081"));
    assertThat(set.of("a.b", files)).isEqualTo(Map.of("c.d", "1=2"));
  }

  @Test
  void namesTheSettingThatIsNone() {
    assertThat(Overrides.parse("port=1\nnothing\na.b.=3\n../x.y=1\n").problems())
        .containsExactly(
            "--set port: must be PID.field=value",
            "--set nothing: must be PID.field=value",
            "--set a.b.: names no field",
            "--set ../x.y: must be PID.field=value");
  }
}
