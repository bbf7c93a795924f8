package io.tidegate.charging.ocpp.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The offset of a station's clock (S6). */
class ClockOffsetTest {
  private static final Instant T0 = Bench.T0;

  @Test
  void theBestSampleIsTheHighestSinceTheStationWasToldTheTime() {
    ClockOffset offset = ClockOffset.NONE.sampled(T0.plusMillis(900), T0);
    assertThat(offset.millis()).isEqualTo(900);
    assertThat(offset.sampled(T0.minusSeconds(30), T0).millis()).isEqualTo(900);
    assertThat(offset.sampled(T0.plusMillis(950), T0).millis()).isEqualTo(950);
    ClockOffset told = offset.unsettled();
    assertThat(told.millis()).isEqualTo(900);
    assertThat(told.sampled(T0.minusMillis(5), T0).millis()).isEqualTo(-5);
  }

  @Test
  void aWrongTimeZoneIsCompensatedAndAWrongYearIsNot() {
    ClockOffset zone = ClockOffset.NONE.sampled(T0.plus(Duration.ofHours(13)), T0);
    assertThat(zone.toStation(T0)).isEqualTo(T0.plus(Duration.ofHours(13)));
    assertThat(zone.toOurs(zone.toStation(T0))).isEqualTo(T0);
    ClockOffset year = ClockOffset.NONE.sampled(Instant.EPOCH, T0);
    assertThat(year.plausible()).isFalse();
    assertThat(year.toStation(T0)).isEqualTo(T0);
    assertThat(year.sampled(T0, T0).plausible()).isTrue();
  }
}
