package io.tidegate.cloud.update.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
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
  void sendsNoPasswordReadableToAnotherMachineUnlessToldTo() {
    Map<String, Object> remote =
        Map.of("url", "mqtt://192.0.2.2", "gateway", "gw1", "password.file", "p");
    assertThatThrownBy(() -> MqttSettings.of(remote, folder))
        .hasMessageContaining("field url: must be mqtts://");

    for (Map<String, Object> other :
        List.<Map<String, Object>>of(
            Map.of("url", "mqtt://[::1]:1883"),
            Map.of("url", "mqtts://192.0.2.2"),
            Map.of("insecure.mqtt", "true"),
            Map.of("password.file", ""))) {
      Map<String, Object> properties = new HashMap<>(remote);
      properties.putAll(other);
      assertThat(MqttSettings.of(properties, folder).gateway()).isEqualTo("gw1");
    }
  }

  @Test
  void namesWhatIsMissingOnceItIsMeantToBeOn() {
    UpdateMqttComponent client = new UpdateMqttComponent();
    client.begin(folder, Map.of("gateway", "gw1"));

    assertThat(client.execute().getStatus()).isEqualTo(Result.Status.CRITICAL);
    assertThat(client.execute().toString()).contains("field url: is missing");
  }
}
