package io.tidegate.charging.ocpp.upstream;

import io.tidegate.codec.ocpp.json.Stamp;
import io.tidegate.codec.ocpp.json.v16.RecurrencyKind;
import io.tidegate.codec.ocpp.json.v21.ChargingProfile;
import io.tidegate.codec.ocpp.json.v21.ChargingProfileKind;
import io.tidegate.codec.ocpp.json.v21.ChargingRateUnit;
import io.tidegate.codec.ocpp.json.v21.ChargingSchedule;
import io.tidegate.codec.ocpp.json.v21.ChargingSchedulePeriod;
import io.tidegate.codec.ocpp.json.v21.OperationMode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes caps of charging profiles, or says why not (K01, V2X.05): what is no plain upper limit is
 * nothing that somebody above may set. Pure.
 */
final class CapReader {
  private static final int HIGHEST_LEVEL = 99;
  private static final int MOST_PERIODS = 1_024;

  private CapReader() {}

  /** What became of a profile. */
  sealed interface Verdict {}

  record Taken(Cap cap) implements Verdict {}

  /**
   * @param reason reasonCode of OCPP 2.x part 2 appendix 5
   */
  record Not(String reason) implements Verdict {}

  static Verdict of(int evse, ChargingProfile p, Instant now) {
    Optional<Cap.Purpose> purpose =
        Optional.ofNullable(
            switch (p.chargingProfilePurpose()) {
              case CHARGING_STATION_MAX_PROFILE -> Cap.Purpose.STATION;
              case TX_DEFAULT_PROFILE -> Cap.Purpose.DEFAULT;
              case TX_PROFILE -> Cap.Purpose.TRANSACTION;
              default -> null;
            });
    if (purpose.isEmpty()) {
      return new Not("UnsupportedPurpose");
    }
    if (p.chargingProfileKind() == ChargingProfileKind.DYNAMIC) {
      return new Not("UnsupportedKind");
    }
    Cap.Repeats repeats =
        switch (p.chargingProfileKind()) {
          case RELATIVE -> Cap.Repeats.RELATIVE;
          case RECURRING ->
              p.recurrencyKind()
                      .filter(io.tidegate.codec.ocpp.json.v21.RecurrencyKind.WEEKLY::equals)
                      .isPresent()
                  ? Cap.Repeats.WEEKLY
                  : Cap.Repeats.DAILY;
          default -> Cap.Repeats.NEVER;
        };
    List<Cap.Schedule> schedules = new ArrayList<>();
    for (ChargingSchedule s : p.chargingSchedule()) {
      List<Cap.Period> periods = new ArrayList<>();
      for (ChargingSchedulePeriod period : s.chargingSchedulePeriod()) {
        if (!plain(period)) {
          return new Not("UnsupportedParam");
        }
        periods.add(new Cap.Period(period.startPeriod(), limit(period), period.numberPhases()));
      }
      schedules.add(
          new Cap.Schedule(
              s.startSchedule().map(Stamp::at),
              s.duration(),
              s.chargingRateUnit() == ChargingRateUnit.A,
              periods));
    }
    return checked(
        new Cap(
            p.id(),
            evse,
            purpose.get(),
            p.stackLevel(),
            repeats,
            p.transactionId(),
            p.validFrom().map(Stamp::at),
            p.validTo().map(Stamp::at),
            schedules,
            now));
  }

  /** Charging, with a limit, and nothing else. */
  private static boolean plain(ChargingSchedulePeriod p) {
    return p.limit().isPresent()
        && p.operationMode().filter(m -> m != OperationMode.CHARGING_ONLY).isEmpty()
        && p.setpoint().isEmpty()
        && p.dischargeLimit().isEmpty()
        && p.setpointReactive().isEmpty();
  }

  /** With limits for each phase the lowest of them stands for all. */
  private static double limit(ChargingSchedulePeriod p) {
    double first = p.limit().map(BigDecimal::doubleValue).orElse(0.0);
    if (p.limitL2().isEmpty() && p.limitL3().isEmpty()) {
      return first;
    }
    double second = p.limitL2().map(BigDecimal::doubleValue).orElse(first);
    double third = p.limitL3().map(BigDecimal::doubleValue).orElse(first);
    return Math.min(first, Math.min(second, third));
  }

  static Verdict of(int connector, io.tidegate.codec.ocpp.json.v16.ChargingProfile p, Instant now) {
    Cap.Purpose purpose =
        switch (p.chargingProfilePurpose()) {
          case CHARGE_POINT_MAX_PROFILE -> Cap.Purpose.STATION;
          case TX_DEFAULT_PROFILE -> Cap.Purpose.DEFAULT;
          case TX_PROFILE -> Cap.Purpose.TRANSACTION;
        };
    Cap.Repeats repeats =
        switch (p.chargingProfileKind()) {
          case RELATIVE -> Cap.Repeats.RELATIVE;
          case RECURRING ->
              p.recurrencyKind().filter(RecurrencyKind.WEEKLY::equals).isPresent()
                  ? Cap.Repeats.WEEKLY
                  : Cap.Repeats.DAILY;
          case ABSOLUTE -> Cap.Repeats.NEVER;
        };
    io.tidegate.codec.ocpp.json.v16.ChargingSchedule s = p.chargingSchedule();
    List<Cap.Period> periods =
        s.chargingSchedulePeriod().stream()
            .map(x -> new Cap.Period(x.startPeriod(), x.limit().doubleValue(), x.numberPhases()))
            .toList();
    Cap.Schedule schedule =
        new Cap.Schedule(
            s.startSchedule().map(Stamp::at),
            s.duration(),
            s.chargingRateUnit() == io.tidegate.codec.ocpp.json.v16.ChargingRateUnit.A,
            periods);
    return checked(
        new Cap(
            p.chargingProfileId(),
            connector,
            purpose,
            p.stackLevel(),
            repeats,
            p.transactionId().isPresent()
                ? Optional.of(Integer.toString(p.transactionId().getAsInt()))
                : Optional.empty(),
            p.validFrom().map(Stamp::at),
            p.validTo().map(Stamp::at),
            List.of(schedule),
            now));
  }

  private static Verdict checked(Cap cap) {
    if (cap.stackLevel() < 0 || cap.stackLevel() > HIGHEST_LEVEL) {
      return new Not("InvalidStackLevel");
    }
    boolean misplaced =
        (cap.purpose() == Cap.Purpose.STATION && cap.evse() != 0)
            || (cap.purpose() == Cap.Purpose.TRANSACTION && cap.evse() == 0)
            || cap.evse() < 0;
    if (misplaced) {
      return new Not("InvalidProfile");
    }
    for (Cap.Schedule schedule : cap.schedules()) {
      if (!sound(schedule)) {
        return new Not("InvalidSchedule");
      }
    }
    return new Taken(cap);
  }

  /**
   * From 0 on, rising, and no limit below 0: that would be a discharge, which nobody above sets.
   */
  private static boolean sound(Cap.Schedule schedule) {
    List<Cap.Period> periods = schedule.periods();
    if (periods.isEmpty() || periods.size() > MOST_PERIODS || periods.get(0).start() != 0) {
      return false;
    }
    int before = -1;
    for (Cap.Period period : periods) {
      if (period.start() <= before
          || !(period.limit() >= 0)
          || Double.isInfinite(period.limit())
          || period.phases().orElse(1) < 1) {
        return false;
      }
      before = period.start();
    }
    return true;
  }
}
