package io.tidegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start on trial is given up when no updater judges it (P3). */
class TrialTest {
  private static final long DEADLINE_MS = 10_000;

  @TempDir Path folder;
  private Path state;
  private Trial trial;

  @BeforeEach
  void begin() throws IOException {
    state = folder.resolve("data/updates/state.json");
    Files.createDirectories(state.getParent());
    order("before");
    trial = new Trial(new Home(folder), "o-1", "now", DEADLINE_MS);
  }

  private void order(String boot) throws IOException {
    Files.writeString(
        state,
        "{\"releases\":[],\"order\":{\"boot\":\"%s\",\"touched\":true,\"restarts\":true,\"trials\":1,\"view\":{\"id\":\"o-1\"}}}"
            .formatted(boot));
  }

  private Stake.Verdict look(long elapsedMs, OptionalLong silentMs) throws IOException {
    return trial.look(new Stake.Signs(elapsedMs, OptionalLong.empty(), silentMs));
  }

  @Test
  void failsWhenNoUpdaterTakesItUp() throws IOException {
    assertThat(look(DEADLINE_MS, OptionalLong.empty())).isEqualTo(Stake.Verdict.OPEN);
    assertThat(look(DEADLINE_MS + 1, OptionalLong.empty()).failure())
        .isEqualTo("No updater has taken up the start with it within 10 s.");
  }

  @Test
  void failsWhenAnUpdaterIsThereThatDoesNotTakeItUp() throws IOException {
    assertThat(look(DEADLINE_MS + 1, OptionalLong.of(0)).failure()).contains("taken up");
  }

  @Test
  void goesOnAsLongAsTheUpdaterThatTookItUpMoves() throws IOException {
    order("now");
    for (long ms = 500; ms < 20 * DEADLINE_MS; ms += 500) {
      assertThat(look(ms, OptionalLong.of(400))).isEqualTo(Stake.Verdict.OPEN);
    }
  }

  @Test
  void failsWhenTheUpdaterThatTookItUpIsGone() throws IOException {
    order("now");
    assertThat(look(5_000, OptionalLong.of(0))).isEqualTo(Stake.Verdict.OPEN);
    assertThat(look(5_000 + DEADLINE_MS, OptionalLong.empty())).isEqualTo(Stake.Verdict.OPEN);
    assertThat(look(5_001 + DEADLINE_MS, OptionalLong.empty()).failure()).contains("silent");
  }

  @Test
  void failsWhenTheUpdaterIsThereAndItsThreadIsNot() throws IOException {
    order("now");
    assertThat(look(5_000, OptionalLong.of(0))).isEqualTo(Stake.Verdict.OPEN);
    assertThat(look(6_000 + DEADLINE_MS, OptionalLong.of(1_000 + DEADLINE_MS)).failure())
        .contains("silent");
  }

  @Test
  void isOverWhenTheOrderHasEnded() throws IOException {
    Files.writeString(state, "{\"releases\":[]}");
    assertThat(look(2 * DEADLINE_MS, OptionalLong.empty())).isEqualTo(Stake.Verdict.PASSED);
  }

  @Test
  void isNotTriedAgainOnceItHasFailed() throws IOException {
    assertThat(Overlay.onTrial(Report.map(Json.read(Files.readString(state))))).isTrue();
    trial.failed("Nobody was there.");
    assertThat(Overlay.onTrial(Report.map(Json.read(Files.readString(state))))).isFalse();
    assertThat(Files.readString(state)).contains("\"failure\":\"Nobody was there.\"");
  }

  @Test
  void leavesAnOrderAloneThatHasEndedMeanwhile() throws IOException {
    Files.writeString(state, "{\"releases\":[]}");
    trial.failed("Nobody was there.");
    assertThat(Files.readString(state)).isEqualTo("{\"releases\":[]}");
  }
}
