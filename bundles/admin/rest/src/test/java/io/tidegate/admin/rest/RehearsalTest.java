package io.tidegate.admin.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is done beforehand so that the first commands are read as fast as later ones (S1.8). */
class RehearsalTest {
  @Test
  void readsAWholeCommandAndWritesItsAnswer() throws Exception {
    assertThat(new String(CommandEndpoints.rehearse(), StandardCharsets.UTF_8))
        .contains("\"accepted\":true", "rehearsal-1", "nobody", "nowhere", "2026-01-01T00:15:00Z");
  }

  @Test
  void comesToAnEnd() {
    Rehearsal rehearsal = new Rehearsal();
    int slices = 1;
    while (rehearsal.goesOn()) {
      slices++;
    }
    assertThat(slices).isEqualTo(30);
  }
}
