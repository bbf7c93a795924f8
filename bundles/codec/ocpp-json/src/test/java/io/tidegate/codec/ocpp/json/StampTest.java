package io.tidegate.codec.ocpp.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Times of stations with whatever clocks they have (S6). */
class StampTest {

  @ParameterizedTest
  @CsvSource({
    "2026-03-29T01:30:00Z, 2026-03-29T01:30:00Z, true",
    "2026-03-29T01:30:00.1234567891Z, 2026-03-29T01:30:00.123456789Z, true",
    "2026-03-29T01:30:00+02:00, 2026-03-28T23:30:00Z, true",
    "2026-03-29T01:30:00-0530, 2026-03-29T07:00:00Z, true",
    "2026-03-29 01:30:00Z, 2026-03-29T01:30:00Z, true",
    "2026-03-29T01:30:00, 2026-03-29T01:30:00Z, false",
    "2016-12-31T23:59:60Z, 2016-12-31T23:59:59Z, false",
    "1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z, true",
    "2038-01-19T03:14:08Z, 2038-01-19T03:14:08Z, true",
    "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z, true"
  })
  void readsWhatStationsSend(String text, Instant at, boolean exact) {
    assertThat(Stamp.parse(text)).isEqualTo(new Stamp(at, exact));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-3-29T01:30:00Z", "2026-03-29", "2026-03-29T01:30Z", "2026-03-29T01:30:00+25:00",
    "2026-03-29T01:30:61Z", "2026-00-10T01:30:00Z", "+2026-03-29T01:30:00Z", "２026-03-29T01:30:00Z"
  })
  void refusesWhatIsNoTime(String text) {
    assertThat(Stamp.parse(text)).isNull();
  }

  @Test
  void agreesWithTheJdkOnRandomTimes() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      Instant at = Instant.ofEpochMilli(random.nextLong(4_102_444_800_000L));
      assertThat(Stamp.parse(Stamp.of(at).wire()).at()).isEqualTo(at);
      assertThat(Stamp.parse(at.toString()).at())
          .isEqualTo(OffsetDateTime.parse(at.toString()).toInstant());
    }
  }
}
