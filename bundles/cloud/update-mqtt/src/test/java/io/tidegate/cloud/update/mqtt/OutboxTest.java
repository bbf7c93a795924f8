package io.tidegate.cloud.update.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.update.UpdateStep;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits for the broker outlives a restart and has an end. */
class OutboxTest {
  @TempDir Path folder;

  private Outbox open() throws Exception {
    return Outbox.read(folder.resolve("data/outbox.json"));
  }

  private static void put(Outbox outbox, String order, UpdateStep step) throws Exception {
    outbox.put(
        order,
        step.name(),
        Words.state(ScriptedDesk.view(order, step, "", "", false), Instant.EPOCH));
  }

  private static String next(Outbox outbox) {
    return new String(outbox.next().orElseThrow(), StandardCharsets.UTF_8);
  }

  @Test
  void keepsItsSequenceOverARestart() throws Exception {
    Outbox outbox = open();
    put(outbox, "mqtt:a", UpdateStep.FETCH);
    put(outbox, "mqtt:a", UpdateStep.VERIFY);
    outbox.acknowledged();

    Outbox again = open();

    assertThat(again.size()).isOne();
    assertThat(next(again)).contains("VERIFY").contains("\"number\":2");
    assertThat(again.told("mqtt:a")).isEqualTo("VERIFY");
    assertThat(again.knows("mqtt:b")).isFalse();
    put(again, "mqtt:a", UpdateStep.CONFIRMED);
    again.acknowledged();
    assertThat(next(again)).contains("CONFIRMED").contains("\"number\":3");
  }

  @Test
  void letsStepsGiveWayBeforeEnds() throws Exception {
    Outbox outbox = open();
    put(outbox, "mqtt:first", UpdateStep.CONFIRMED);
    for (int i = 0; i < 500; i++) {
      put(outbox, "mqtt:" + i, UpdateStep.FETCH);
    }

    assertThat(outbox.size()).isEqualTo(200);
    assertThat(next(outbox)).contains("\"id\":\"first\"");
    assertThat(outbox.knows("mqtt:0")).isFalse();
    assertThat(outbox.knows("mqtt:499")).isTrue();
  }

  @Test
  void beginsAnewWithAFileThatCannotBeRead() throws Exception {
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("data/outbox.json"), "{\"waiting\":[");

    assertThat(open().size()).isZero();
  }
}
