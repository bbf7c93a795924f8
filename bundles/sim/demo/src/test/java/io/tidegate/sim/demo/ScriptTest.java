package io.tidegate.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ScriptTest {
  @Test
  void makesAllThatFollowsLaterByAsMuchAsAnActIsLate() throws Exception {
    Script script = new Script();
    Instant departure = script.at(70);
    script.act(-30); // it was due half a minute ago
    Duration later = Duration.between(departure, script.at(70));
    assertThat(later).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
    Instant next = script.at(-30);
    script.act(-30);
    assertThat(Duration.between(next, script.at(-30))).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void keepsToThePlanWhenNothingIsLate() throws Exception {
    Script script = new Script();
    Instant planned = script.at(0.02);
    script.until(0.02);
    assertThat(Instant.now()).isAfterOrEqualTo(planned.minusMillis(1));
    assertThat(script.at(0.02)).isEqualTo(planned);
  }
}
