package io.tidegate.cloud.update.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As it is shipped. */
class OffTest {
  @TempDir Path folder;

  @Test
  void doesNothingWithoutAConfiguration() {
    UpdateMqttComponent client = new UpdateMqttComponent();
    client.begin(folder, Map.of("keep.alive.s", "60"));

    assertThat(client.execute().getStatus()).isEqualTo(Result.Status.OK);
    assertThat(client.execute().toString()).contains("Off");
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(t -> t.getName().startsWith("tidegate-update-mqtt"));
  }

  @Test
  void namesWhatIsMissingOnceItIsMeantToBeOn() {
    UpdateMqttComponent client = new UpdateMqttComponent();
    client.begin(folder, Map.of("gateway", "gw1"));

    assertThat(client.execute().getStatus()).isEqualTo(Result.Status.CRITICAL);
    assertThat(client.execute().toString()).contains("field url: is missing");
  }
}
