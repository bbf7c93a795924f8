package io.tidegate.codec.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

  @Test
  void namesFileAndFieldOfEverythingThatIsWrong() {
    Settings settings = Settings.of("io.tidegate.x", Map.of("port", "99999", "day", "noday"));
    settings.integer("port", 1, 1, 65535);
    settings.choice("day", DayOfWeek.class, DayOfWeek.MONDAY);
    settings.required("host");

    assertThatThrownBy(settings::check)
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("config/io.tidegate.x.cfg, field port: must be a whole number from 1")
        .hasMessageContaining("field day: must be one of monday, tuesday")
        .hasMessageContaining("field host: is missing");
  }

  @Test
  void refusesNotANumberAndInfinity() {
    Settings settings = Settings.of("p", Map.of("a", "NaN", "b", "Infinity"));
    settings.number("a", 1, 0, 2);
    settings.number("b", 1, 0, 2);
    assertThatThrownBy(settings::check)
        .hasMessageContaining("field a")
        .hasMessageContaining("field b");
  }

  @Test
  void readsListsFilesAndPairs() {
    Settings settings = Settings.of("p", Map.of("a", " x, ,y z,,", "b", "keys/b.pem", "c", "/c"));
    Path home = Path.of("/home");
    assertThat(settings.list("a")).containsExactly("x", "y z");
    assertThat(settings.list("none")).isEmpty();
    assertThat(settings.file("b", home)).hasValue(Path.of("/home/keys/b.pem"));
    assertThat(settings.file("c", home)).hasValue(Path.of("/c"));
    assertThat(settings.file("none", home)).isEmpty();
    settings.ascending("min", Duration.ofMillis(1), "max", Duration.ofMillis(1));
    settings.check();
    settings.ascending("min", Duration.ofMillis(2), "max", Duration.ofMillis(1));
    assertThatThrownBy(settings::check).hasMessageContaining("max: must not be less than min");
  }

  @Test
  void keepsTheLastGoodConfiguration() {
    LastGood<Integer> inForce = new LastGood<>(1);
    assertThat(inForce.offer(() -> 2)).isTrue();
    boolean taken =
        inForce.offer(
            () -> {
              Settings settings = Settings.of("p", Map.of("a", "x"));
              int value = settings.integer("a", 9, 0, 10);
              settings.check();
              return value;
            });
    assertThat(taken).isFalse();
    assertThat(inForce.get()).isEqualTo(2);
    assertThat(inForce.problem()).contains("field a");
  }

  @Test
  void namesTheCommandLineWhereItHasSetTheField() {
    Settings settings =
        Settings.of(
            "io.tidegate.a",
            Map.of("port", "x", "rate", "y", ".tidegate.config.commanded", "name port"));
    settings.integer("port", 1, 1, 9);
    settings.integer("rate", 1, 1, 9);
    assertThatThrownBy(settings::check)
        .hasMessageContaining("--set io.tidegate.a/port: must be a whole number")
        .hasMessageContaining("config/io.tidegate.a.cfg, field rate: must be");
  }
}
