package io.tidegate.charging.slac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.api.vehicle.PlcLink;
import io.tidegate.codec.settings.SettingsException;
import io.tidegate.codec.slac.MacAddress;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;

class SlacSettingsTest {
  @Test
  void isNoLinkWhileNothingIsNamed() {
    assertThat(SlacSettings.read("slac~E01", Map.of("maker", "auto"))).isEmpty();
  }

  @Test
  void takesTheDefaultsOfTheStandard() {
    Rules rules =
        SlacSettings.read("slac~E01", Map.of("evse", "E01", "interface", "eth1"))
            .orElseThrow()
            .rules(MacAddress.parse("02:00:00:00:00:a1"));
    assertThat(rules.initNs()).isEqualTo(Rules.ms(50_000));
    assertThat(rules.modem()).hasToString("00:b0:52:00:00:01");
    assertThat(rules.maker()).isEqualTo(Rules.Maker.AUTO);
    assertThat(rules.evseId().at(16)).isZero();
  }

  @Test
  void namesEveryMistake() {
    assertThatThrownBy(
            () ->
                SlacSettings.read(
                    "slac~E01",
                    Map.of(
                        "evse", "no good",
                        "interface", "an-interface-that-is-too-long",
                        "modem", "here",
                        "maker", "acme",
                        "stationId", "more than seventeen characters",
                        "attenuationOffsetDb", "61",
                        "initTimeoutMs", "19999",
                        "keepaliveMs", "49")))
        .isInstanceOf(SettingsException.class)
        .satisfies(
            e ->
                assertThat(e.getMessage().split("; "))
                    .hasSize(8)
                    .allMatch(sentence -> sentence.startsWith("config/slac~E01.cfg, field ")));
    assertThatThrownBy(() -> SlacSettings.read("slac~E01", Map.of("interface", "eth1")))
        .hasMessageContaining("evse: is missing");
  }

  @Test
  void tellsTheOperatorInOneSentence() {
    PlcLink.Report good =
        new PlcLink.Report(
            PlcLink.State.MATCHED, Optional.empty(), 11.94, 0.35, 3, "Matched with X");
    assertThat(SlacComponent.sentence(good))
        .isEqualTo(
            "Matched with X, attenuation 11.9 dB, 0.4 % of the packets lost, 3 bad checksums");
    assertThat(SlacComponent.status(good)).isEqualTo(Result.Status.OK);
    assertThat(SlacComponent.status(report(PlcLink.State.MATCHED, 5.1)))
        .isEqualTo(Result.Status.WARN);
    assertThat(SlacComponent.status(report(PlcLink.State.FAILED, Double.NaN)))
        .isEqualTo(Result.Status.WARN);
    assertThat(SlacComponent.status(report(PlcLink.State.DOWN, Double.NaN)))
        .isEqualTo(Result.Status.CRITICAL);
  }

  private static PlcLink.Report report(PlcLink.State state, double loss) {
    return new PlcLink.Report(state, Optional.empty(), Double.NaN, loss, 0, "so");
  }
}
