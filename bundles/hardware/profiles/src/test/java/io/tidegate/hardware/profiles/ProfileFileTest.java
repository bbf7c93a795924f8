package io.tidegate.hardware.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.codec.yaml.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileFileTest {
  static final String GOOD =
      """
      model: box
      title: A box
      architectures: [x86_64]
      serial:
        - {name: rs485, device: /dev/ttyRS485}
      can:
        - {name: vehicles, interface: can0, optional: true}
      nics:
        - {name: lan, interface: eth0}
      gpio:
        - {name: estop, chip: gpio-in, line: DI0, active: low}
      adc:
        - {name: oil, device: ads1115, channel: 2, range: current-4-20-ma}
      watchdog: {device: /dev/watchdog}
      buses:
        - {name: b1, host: 10.0.0.5, port: 1502}
      meters:
        - {name: grid, bus: b1, map: example-40001}
      """;

  static ProfileFile.Reading read(String text) {
    return ProfileFile.read("hw-profiles/box.yaml", "box", text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsDevicesAndWiring() {
    ProfileFile.Reading reading = read(GOOD);
    assertThat(reading.problems()).isEmpty();
    Profile profile = reading.profile().orElseThrow();
    assertThat(profile.devices())
        .contains(
            new Profile.Device("serial rs485", "/dev/ttyRS485", true),
            new Profile.Device("can vehicles", "/sys/class/net/can0", false),
            new Profile.Device("nic lan", "/sys/class/net/eth0", true),
            new Profile.Device("watchdog", "/dev/watchdog", true));
    assertThat(profile.wiring())
        .extracting(Profile.Wiring::pid)
        .containsExactly(ProfileFile.BUS + "~b1", ProfileFile.METER + "~grid");
    assertThat(profile.wiring().get(0).properties())
        .isEqualTo(Map.of("name", "b1", "host", "10.0.0.5", "port", "1502"));
    assertThat(profile.wiring().get(1).properties())
        .containsEntry("bus", "b1")
        .containsEntry("map", "example-40001")
        .containsEntry("unit", "1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          model: box           | model: bax             | box.yaml:1: model must be "box" like the file
          /dev/ttyRS485        | /etc/passwd            | box.yaml:5: serial[0].device must be a device file below /dev
          /dev/ttyRS485        | /dev/../etc/passwd     | box.yaml:5: serial[0].device must be a device file below /dev
          interface: can0      | interface: ../../x     | box.yaml:7: can[0].interface is no name
          interface: eth0      | interfase: eth0        | box.yaml:9: nics[0].interfase is no known key, did you mean interface?
          channel: 2           | channel: 200           | box.yaml:13: adc[0].channel must be a whole number from 0 to 63
          port: 1502           | port: 0                | box.yaml:16: buses[0].port must be a whole number
          map: example-40001   | mup: example-40001     | box.yaml:18: meters[0].map is missing
          name: b1             | name: b/1              | box.yaml:16: buses[0].name must match
          """)
  void namesTheLineOf(String good, String bad, String sentence) {
    assertThat(GOOD).contains(good);
    ProfileFile.Reading reading = read(GOOD.replace(good, bad));
    assertThat(reading.profile()).isEmpty();
    assertThat(reading.problems())
        .extracting(Problem::toString)
        .anyMatch(problem -> problem.contains(sentence));
  }

  @ParameterizedTest
  @ValueSource(strings = {"generic-x86", "revpi-connect-4"})
  void readsTheProfilesThatShip(String model) throws IOException {
    byte[] content = Files.readAllBytes(Path.of("../../../hw-profiles/" + model + ".yaml"));
    List<Problem> problems = ProfileFile.read(model, model, content).problems();
    assertThat(problems).isEmpty();
  }
}
