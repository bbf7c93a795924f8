package io.tidegate.charging.ocpp.upstream;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A charging profile from above, as what the gateway makes of it: an upper limit over time, and
 * perhaps a power within it. Pure.
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
   * @param limit infinite: none, where there is an aim
   * @param phases that it counts for; empty: all of the EVSE's
   * @param floor ≤ 0, in the schedule's unit: no aim is below it; infinite: none
   * @param aim what is asked for beside the limit
   */
  record Period(int start, double limit, OptionalInt phases, double floor, Optional<Aim> aim) {

    /** A plain upper limit. */
    Period(int start, double limit, OptionalInt phases) {
      this(start, limit, phases, Double.NEGATIVE_INFINITY, Optional.empty());
    }
  }

  /** What an EVSE is wired to. */
  record Wiring(double volts, int phases) {}

  /** Whether it asks for power at any time, rather than limit it. */
  boolean asks() {
    return schedules.stream().flatMap(s -> s.periods.stream()).anyMatch(p -> p.aim.isPresent());
  }

  /** Whether it follows signals. */
  boolean follows() {
    return schedules.stream()
        .flatMap(s -> s.periods.stream())
        .anyMatch(p -> p.aim.filter(Aim.Curve.class::isInstance).isPresent());
  }

  /** Whether it says anything now. */
  boolean speaks(Instant now) {
    return holds(now) && schedules.stream().anyMatch(s -> period(s, now).isPresent());
  }

  /**
   * The power that it asks for now, W, within its own limits.
   *
   * @param signal the newest that counts
   */
  OptionalDouble aim(Instant now, Wiring wiring, Optional<Integer> signal) {
    if (!holds(now)) {
      return OptionalDouble.empty();
    }
    for (Schedule schedule : schedules) {
      Optional<Period> period = period(schedule, now).filter(p -> p.aim.isPresent());
      if (period.isPresent()) {
        Period p = period.get();
        double factor = factor(p, schedule.amps, wiring);
        OptionalDouble wanted = p.aim.get().watts(factor, signal);
        return wanted.isEmpty()
            ? wanted
            : OptionalDouble.of(
                Math.min(p.limit * factor, Math.max(p.floor * factor, wanted.getAsDouble())));
      }
    }
    return OptionalDouble.empty();
  }

  private boolean holds(Instant now) {
    return from.filter(now::isBefore).isEmpty() && to.filter(t -> !now.isBefore(t)).isEmpty();
  }

  /**
   * The limit that holds now, W.
   *
   * @return infinite when none does
   */
  double watts(Instant now, Wiring wiring) {
    if (!holds(now)) {
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
    return period(schedule, now)
        .map(p -> watts(p, schedule.amps, wiring))
        .orElse(Double.POSITIVE_INFINITY);
  }

  /** What is in force of a schedule now; nothing of one whose beginning is not looked up. */
  private Optional<Period> period(Schedule schedule, Instant now) {
    if (repeats == Repeats.RELATIVE) {
      return Optional.empty();
    }
    long elapsed = Duration.between(schedule.start.orElse(taken), now).toSeconds();
    if (repeats.seconds > 0) {
      elapsed = Math.floorMod(elapsed, repeats.seconds);
    }
    if (elapsed < 0 || elapsed >= schedule.duration.orElse(Integer.MAX_VALUE)) {
      return Optional.empty();
    }
    Period found = null;
    for (Period period : schedule.periods) {
      if (period.start <= elapsed) {
        found = period;
      }
    }
    return Optional.ofNullable(found);
  }

  private static double watts(Period period, boolean amps, Wiring wiring) {
    return period.limit * factor(period, amps, wiring);
  }

  private static double factor(Period period, boolean amps, Wiring wiring) {
    int phases = Math.min(wiring.phases, period.phases.orElse(wiring.phases));
    return amps ? wiring.volts * phases : 1;
  }
}
