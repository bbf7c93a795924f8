package ${package};

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import org.junit.jupiter.api.Test;

class ProgramTest {
  private final Window night = new Window(LocalTime.of(22, 0), LocalTime.of(6, 0));

  @Test
  void knowsTheWindowThatPassesMidnight() {
    Instant late = Instant.parse("2026-01-01T23:30:00Z");
    Instant early = Instant.parse("2026-01-02T05:59:59Z");
    assertThat(night.at(late)).isPresent().isEqualTo(night.at(early));
    assertThat(night.at(Instant.parse("2026-01-02T06:00:00Z"))).isEmpty();
  }

  @Test
  void hasNoWindowWhereBothEndsAreTheSame() {
    assertThat(new Window(LocalTime.MIN, LocalTime.MIN).at(Instant.EPOCH)).isEmpty();
  }
}
