package io.tidegate.hardware.control.pilot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.api.device.DeviceException;
import io.tidegate.api.device.PilotFrontEnd;
import io.tidegate.api.device.PilotState;
import io.tidegate.api.device.Reading;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PilotTest {
  private static final long MS = 1_000_000;

  private final Electronics board = new Electronics();
  private long now;
  private final Pilot pilot = new Pilot("E01.pilot", () -> Optional.of(board), 20 * MS, () -> now);

  /** Electronics whose voltages a test sets. */
  private static final class Electronics implements PilotFrontEnd {
    private double high = 12;
    private double low = 12;
    private String fault = "";
    private double pwm = Double.NaN;

    @Override
    public String name() {
      return "E01.front-end";
    }

    @Override
    public Reading<Sample> sample() {
      return new Reading<>(Optional.of(new Sample(high, low)), Instant.EPOCH, fault);
    }

    @Override
    public void pwm(double percent) {
      pwm = percent;
    }
  }

  private PilotState settle(double high, double low) {
    board.high = high;
    board.low = low;
    pilot.state();
    now += 20 * MS;
    return pilot.state().value().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "12, 12, A",
    "12, -12, A",
    "9, -12, B",
    "9, 9, B",
    "6, -12, C",
    "3, -12, D",
    "0, -12, E",
    "0.4, 0.4, E",
    "-12, -12, F",
    "11.1, -12, A",
    "8.1, -12, B",
    "5.1, -11.4, C",
    "2.2, -12, D"
  })
  void readsTheStatesFromTheirVoltages(double high, double low, PilotState state) {
    assertThat(settle(high, low)).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({"10.5", "7.5", "4.5", "-5", "15"})
  void knowsNoStateBetweenTheTablesVoltages(double high) {
    assertThat(settle(high, -12)).isEqualTo(PilotState.UNKNOWN);
  }

  @Test
  void keepsAStateALittleBeyondItsBounds() {
    assertThat(settle(6, -12)).isEqualTo(PilotState.C);
    assertThat(settle(7.3, -12)).isEqualTo(PilotState.C);
    assertThat(settle(7.5, -12)).isEqualTo(PilotState.UNKNOWN);
    assertThat(settle(7.3, -12)).isEqualTo(PilotState.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({"9, -9", "6, -6", "3, -3", "6, -9.9"})
  void trustsNoVehicleWithoutADiode(double high, double low) {
    assertThat(settle(high, low)).isEqualTo(PilotState.UNKNOWN);
  }

  @Test
  void letsAStateCountOnlyWhenItHasStood() {
    settle(9, -12);
    board.high = 6;
    pilot.state();
    now += 19 * MS;
    assertThat(pilot.state().value()).contains(PilotState.B);
    now += 1 * MS;
    assertThat(pilot.state().value()).contains(PilotState.C);
    board.high = 9;
    pilot.state();
    now += 10 * MS;
    board.high = 6;
    pilot.state();
    now += 15 * MS;
    board.high = 9;
    assertThat(pilot.state().value()).as("a bounce starts anew").contains(PilotState.C);
  }

  @Test
  void seesTheVehicleLeaveWithinAHundredMilliseconds() {
    settle(6, -12);
    board.high = 9;
    long left = now;
    while (pilot.state().value().orElseThrow() == PilotState.C) {
      now += 10 * MS;
    }
    assertThat(now - left).isLessThanOrEqualTo(50 * MS);
  }

  @Test
  void isUnknownWithACodeWhenTheBoardIsSilent() {
    settle(6, -12);
    board.fault = "ERR_BOARD_SILENT";
    pilot.state();
    now += 20 * MS;
    Reading<PilotState> reading = pilot.state();
    assertThat(reading.value()).contains(PilotState.UNKNOWN);
    assertThat(reading.fault()).isEqualTo("ERR_BOARD_SILENT");
  }

  @Test
  void saysDutyCyclesAndStateFToTheBoard() throws DeviceException {
    pilot.duty(5);
    assertThat(board.pwm).isEqualTo(5);
    pilot.unavailable(true);
    assertThat(board.pwm).isZero();
    pilot.duty(53);
    assertThat(board.pwm).as("still not available").isZero();
    pilot.unavailable(false);
    assertThat(board.pwm).isEqualTo(53);
    assertThat(pilot.sentence()).contains("53.0 % (31.8 A)");
  }

  @ParameterizedTest
  @CsvSource({"0", "4.9", "5.1", "9.9", "96.1", "99", "101", "NaN"})
  void refusesDutyCyclesThatMeanNothing(double percent) {
    assertThatIllegalArgumentException().isThrownBy(() -> pilot.duty(percent));
    assertThat(board.pwm).isNaN();
  }

  @Test
  void saysSoWhenItsElectronicsAreNotThere() {
    Pilot alone = new Pilot("E01.pilot", Optional::empty, 0, () -> 0);
    assertThatThrownBy(() -> alone.duty(5)).hasMessageContaining("ERR_PILOT_SILENT");
    assertThat(alone.state().fault()).isEqualTo("ERR_PILOT_SILENT");
  }

  @ParameterizedTest
  @CsvSource({
    "5, 0",
    "10, 6",
    "16, 9.6",
    "26.67, 16",
    "53.33, 32",
    "85, 51",
    "90, 65",
    "96, 80",
    "100, 0",
    "8.5, 6"
  })
  void knowsTheCurrentOfADutyCycle(double percent, double amps) {
    assertThat(Duty.amps(percent)).isCloseTo(amps, within(0.01));
  }

  @Test
  void findsTheDutyCycleOfACurrentAndNeverAllowsMore() {
    Random random = new Random(5);
    for (int i = 0; i < 10_000; i++) {
      double amps = 6 + 74 * random.nextDouble();
      double percent = Duty.percent(amps);
      assertThat(Duty.valid(percent)).isTrue();
      assertThat(Duty.amps(percent)).isBetween(amps - 1.5, amps + 1e-9);
    }
    assertThat(Duty.percent(5.9)).isEqualTo(Duty.NONE);
    assertThat(Duty.percent(Double.NaN)).isEqualTo(Duty.NONE);
    assertThat(Duty.percent(500)).isEqualTo(96);
  }

  @Test
  void takesTheElectronicsOfTheSameEvseByDefault() {
    PilotSettings read = PilotSettings.read("pid", Map.of("name", "E01.pilot"));
    assertThat(read.frontEnd()).isEqualTo("E01.front-end");
    assertThatThrownBy(() -> PilotSettings.read("pid~x", Map.of("debounceMs", "500")))
        .hasMessageContaining("config/pid~x.cfg, field name")
        .hasMessageContaining("debounceMs");
  }
}
