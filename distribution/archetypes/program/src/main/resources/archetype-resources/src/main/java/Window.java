package ${package};

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** A window of each day, UTC; it may pass midnight. */
record Window(LocalTime from, LocalTime to) {

  /** One occurrence. */
  record Span(Instant start, Instant end) {}

  /** The one that {@code now} is in. */
  Optional<Span> at(Instant now) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    for (LocalDate day : new LocalDate[] {today.minusDays(1), today}) {
      Instant start = day.atTime(from).toInstant(ZoneOffset.UTC);
      Instant end = start.plus(length());
      if (!now.isBefore(start) && now.isBefore(end)) {
        return Optional.of(new Span(start, end));
      }
    }
    return Optional.empty();
  }

  private Duration length() {
    Duration length = Duration.between(from, to);
    return length.isNegative() ? length.plusDays(1) : length;
  }
}
