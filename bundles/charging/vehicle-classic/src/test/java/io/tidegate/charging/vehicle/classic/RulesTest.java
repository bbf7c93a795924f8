package io.tidegate.charging.vehicle.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.charging.vehicle.dialect.RecordBytes;
import io.tidegate.codec.settings.SettingsException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RulesTest {
  @Test
  void isPatientInTheFieldAndByTheLetterWhenStrict() {
    assertThat(Rules.of(Standard.ISO_2, "p", Map.of()).loop()).isEqualTo(Duration.ofSeconds(2));
    Rules strict = Rules.of(Standard.ISO_2, "p", Map.of("profile", "strict"));
    assertThat(strict.loop()).isEqualTo(Duration.ofMillis(500));
    assertThat(strict.sequence()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void hasNoContractsInDin() {
    Rules rules =
        Rules.of(
            Standard.DIN,
            "p",
            Map.of("contracts", "true", "eim", "false", "contract.roots", "config/mo.pem"));
    assertThat(rules.contracts()).isFalse();
    assertThat(rules.eim()).isTrue();
    assertThat(rules.trusted()).isEmpty();
  }

  @Test
  void readsRootsAndRefusesWhatIsOutOfRange() {
    Rules rules = Rules.of(Standard.ISO_2, "p", Map.of("contract.roots", " a.pem, b.pem ,"));
    assertThat(rules.trusted()).isEqualTo(List.of("a.pem", "b.pem"));
    assertThatThrownBy(
            () ->
                Rules.of(
                    Standard.ISO_2,
                    "p",
                    Map.of("sequence.timeout.s", "1", "contract.revocation", "maybe")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("sequence.timeout.s")
        .hasMessageContaining("contract.revocation");
  }

  @Test
  void keepsItsStateInAForm() {
    RecordBytes<Session> form = new RecordBytes<>(Session.class);
    Session session =
        Session.NEW
            .but()
            .phase(Phase.LOOP)
            .id("0102030405060708")
            .deal(
                new Session.Deal(
                    true, Mode.AC_THREE_PHASE, 7, true, 400, List.of(new Plan.Power(0, 60, 1))))
            .waiting(Session.Waiting.OPEN)
            .made();
    assertThat(form.read(form.write(session))).contains(session);
  }
}
