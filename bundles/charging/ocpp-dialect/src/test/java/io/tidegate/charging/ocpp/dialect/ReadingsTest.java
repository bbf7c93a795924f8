package io.tidegate.charging.ocpp.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.codec.ocpp.json.v21.Measurand;
import io.tidegate.codec.ocpp.json.v21.MeasuringPoint;
import io.tidegate.codec.ocpp.json.v21.Phase;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Meter values as quantities (block J; S5). */
class ReadingsTest {
  private static final Instant T0 = Bench.T0;

  private Readings read(io.tidegate.codec.ocpp.json.v21.SampledValue... values) {
    return Readings.of(List.of(Values.at(T0, values)), 230, 3);
  }

  @Test
  void addPhasesUpUnlessTheWholeWasMeasured() {
    Measurand power = Measurand.POWER_ACTIVE_IMPORT;
    assertThat(
            read(
                    Values.phase(power, "1000", "W", Phase.L1),
                    Values.phase(power, "1.1", "kW", Phase.L2_N),
                    Values.phase(power, "900", "W", Phase.L3),
                    Values.phase(power, "77", "W", Phase.L1_L2))
                .powerW())
        .isEqualTo(3_000);
    assertThat(
            read(Values.phase(power, "1000", "W", Phase.L1), Values.of(power, "3333", "W"))
                .powerW())
        .isEqualTo(3_333);
  }

  @Test
  void takeImportLessExport() {
    assertThat(
            read(
                    Values.of(Measurand.POWER_ACTIVE_IMPORT, "0", "W"),
                    Values.of(Measurand.POWER_ACTIVE_EXPORT, "5", "kW"))
                .powerW())
        .isEqualTo(-5_000);
  }

  @Test
  void takePowerFromCurrentWhereNothingElseIsKnown() {
    assertThat(read(Values.of(Measurand.CURRENT_IMPORT, "10", "A")).powerW()).isEqualTo(6_900);
    assertThat(read(Values.phase(Measurand.CURRENT_IMPORT, "10", "A", Phase.L1)).powerW())
        .isEqualTo(2_300);
  }

  @Test
  void preferTheOutlet() {
    assertThat(
            read(
                    Values.at(MeasuringPoint.INLET, Measurand.POWER_ACTIVE_IMPORT, "9000", "W"),
                    Values.at(MeasuringPoint.OUTLET, Measurand.POWER_ACTIVE_IMPORT, "8000", "W"))
                .powerW())
        .isEqualTo(8_000);
  }

  @Test
  void leaveOutWhatHasNoUnitOrAWrongOne() {
    Readings noUnit = read(Values.of(Measurand.POWER_ACTIVE_IMPORT, "7", ""));
    assertThat(noUnit.powerW()).isNaN();
    assertThat(noUnit.suspect()).isTrue();
    assertThat(read(Values.of(Measurand.SOC, "7", "kWh")).socPct()).isNaN();
    Readings wild = read(Values.of(Measurand.SOC, "140", "Percent"));
    assertThat(wild.socPct()).isNaN();
    assertThat(wild.suspect()).isTrue();
    // Wh is the standard's own default
    assertThat(read(Values.of(Measurand.ENERGY_ACTIVE_IMPORT_REGISTER, "7", "")).importWh())
        .isEqualTo(7);
  }

  @Test
  void areEmptyWhenNothingWasMeasured() {
    assertThat(read(Values.of(Measurand.FREQUENCY, "50", "Hz")).empty()).isTrue();
  }
}
