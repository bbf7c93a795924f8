package io.tidegate.sim.stations;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.codec.ocpp.json.Stamp;
import io.tidegate.codec.ocpp.json.v21.ChargingProfile;
import io.tidegate.codec.ocpp.json.v21.ChargingProfileKind;
import io.tidegate.codec.ocpp.json.v21.ChargingProfilePurpose;
import io.tidegate.codec.ocpp.json.v21.ChargingRateUnit;
import io.tidegate.codec.ocpp.json.v21.ChargingSchedule;
import io.tidegate.codec.ocpp.json.v21.ChargingSchedulePeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class HeldProfilesTest {
  private static final Instant T0 = Instant.parse("2026-03-01T18:00:00Z");
  private final HeldProfiles held = new HeldProfiles();

  private static ChargingProfile profile(
      int id,
      ChargingProfilePurpose purpose,
      ChargingRateUnit unit,
      double limit,
      OptionalInt durationS) {
    return new ChargingProfile(
        id,
        purpose == ChargingProfilePurpose.TX_PROFILE ? 5 : 0,
        purpose,
        ChargingProfileKind.ABSOLUTE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(
            new ChargingSchedule(
                1,
                Optional.of(Stamp.of(T0)),
                durationS,
                unit,
                List.of(
                    new ChargingSchedulePeriod(
                        0, BigDecimal.valueOf(limit), OptionalInt.empty(), OptionalInt.empty())),
                Optional.empty())));
  }

  private Optional<Double> limit(long seconds) {
    return held.limitW(T0.plusSeconds(seconds), 230, 3);
  }

  @Test
  void fallsBackToTheDefaultProfileWhenTheTransactionsProfileHasExpired() {
    held.put(
        profile(
            1,
            ChargingProfilePurpose.TX_DEFAULT_PROFILE,
            ChargingRateUnit.W,
            4_200,
            OptionalInt.empty()),
        T0);
    held.put(
        profile(
            2, ChargingProfilePurpose.TX_PROFILE, ChargingRateUnit.W, -8_000, OptionalInt.of(30)),
        T0);
    assertThat(limit(29)).contains(-8_000.0);
    assertThat(limit(30)).contains(4_200.0);
  }

  @Test
  void turnsAmpereIntoWattsWithItsPhases() {
    held.put(
        profile(1, ChargingProfilePurpose.TX_PROFILE, ChargingRateUnit.A, 16, OptionalInt.empty()),
        T0);
    assertThat(limit(0)).contains(11_040.0);
  }

  @Test
  void anEndedTransactionTakesItsProfileWithIt() {
    held.put(
        profile(
            2, ChargingProfilePurpose.TX_PROFILE, ChargingRateUnit.W, 9_000, OptionalInt.of(30)),
        T0);
    held.endTransaction();
    assertThat(limit(1)).isEmpty();
  }

  @Test
  void obeysNothingBeforeItsStart() {
    held.put(
        profile(
            2, ChargingProfilePurpose.TX_PROFILE, ChargingRateUnit.W, 9_000, OptionalInt.of(30)),
        T0);
    assertThat(limit(-1)).isEmpty();
  }
}
