package io.tidegate.charging.ocpp.upstream;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A charging profile from above, as what the gateway makes of it: an upper limit over time. Pure.
 *
 * @param id of the profile
 * @param evse number within the station; 0: the whole station, or each of its EVSEs
 * @param transaction what it holds for; empty while that has yet to begin
 * @param from first instant; null: any
 * @param to last instant; null: none
 * @param schedules of several the lowest counts
 * @param taken when it came
 */
record Cap(
    int id,
    int evse,
    Purpose purpose,
    int stackLevel,
    Repeats repeats,
    Optional<String> transaction,
    Optional<Instant> from,
    Optional<Instant> to,
    List<Schedule> schedules,
    Instant taken) {

  Cap {
    schedules = List.copyOf(schedules);
  }

  /** What it limits. */
  enum Purpose {
    STATION,
    DEFAULT,
    TRANSACTION
  }

  /** How its time runs. */
  enum Repeats {
    /** Once, from the start that it names, or from when it came. */
    NEVER(0),
    DAILY(86_400),
    WEEKLY(604_800),
    /** From a moment that the gateway does not look up: its lowest limit stands. */
    RELATIVE(0);

    final long seconds;

    Repeats(long seconds) {
      this.seconds = seconds;
    }
  }

  /**
   * Limits over time.
   *
   * @param amps whether limits are in A for each phase, else in W
   */
  record Schedule(
      Optional<Instant> start, OptionalInt duration, boolean amps, List<Period> periods) {
    Schedule {
      periods = List.copyOf(periods);
    }
  }

  /**
   * A limit from a time on.
   *
   * @param start s from the schedule's start
   * @param phases that it counts for; empty: all of the EVSE's
   */
  record Period(int start, double limit, OptionalInt phases) {}

  /** What an EVSE is wired to. */
  record Wiring(double volts, int phases) {}

  /**
   * The limit that holds now, W.
   *
   * @return infinite when none does
   */
  double watts(Instant now, Wiring wiring) {
    if (from.filter(now::isBefore).isPresent() || to.filter(t -> !now.isBefore(t)).isPresent()) {
      return Double.POSITIVE_INFINITY;
    }
    double lowest = Double.POSITIVE_INFINITY;
    for (Schedule schedule : schedules) {
      lowest = Math.min(lowest, watts(schedule, now, wiring));
    }
    return lowest;
  }

  private double watts(Schedule schedule, Instant now, Wiring wiring) {
    if (repeats == Repeats.RELATIVE) {
      return schedule.periods.stream()
          .mapToDouble(p -> watts(p, schedule.amps, wiring))
          .min()
          .orElse(Double.POSITIVE_INFINITY);
    }
    long elapsed = Duration.between(schedule.start.orElse(taken), now).toSeconds();
    if (repeats.seconds > 0) {
      elapsed = Math.floorMod(elapsed, repeats.seconds);
    }
    if (elapsed < 0 || elapsed >= schedule.duration.orElse(Integer.MAX_VALUE)) {
      return Double.POSITIVE_INFINITY;
    }
    double limit = Double.POSITIVE_INFINITY;
    for (Period period : schedule.periods) {
      if (period.start <= elapsed) {
        limit = watts(period, schedule.amps, wiring);
      }
    }
    return limit;
  }

  private static double watts(Period period, boolean amps, Wiring wiring) {
    int phases = Math.min(wiring.phases, period.phases.orElse(wiring.phases));
    return amps ? period.limit * wiring.volts * phases : period.limit;
  }
}
