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
 * Makes caps of charging profiles, or says why not (K01, Q): an upper limit, and on 2.1 a power
 * that is asked for within it. Who may ask is not settled here. Pure.
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
        Optional<Cap.Period> read = read(period);
        if (read.isEmpty()) {
          return new Not("UnsupportedParam");
        }
        periods.add(read.get());
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

  /** Empty: it says what nobody above may set, or what the gateway does not know. */
  private static Optional<Cap.Period> read(ChargingSchedulePeriod p) {
    boolean reactive = p.setpointReactive().isPresent() || p.setpointReactiveL2().isPresent();
    boolean phases = p.setpointL2().isPresent() || p.setpointL3().isPresent();
    if (reactive || phases || p.dischargeLimitL2().isPresent() || p.evseSleep().orElse(false)) {
      return Optional.empty();
    }
    boolean plain = p.setpoint().isEmpty() && p.dischargeLimit().isEmpty();
    boolean curve = !p.v2xSignalWattCurve().isEmpty();
    return switch (p.operationMode().orElse(OperationMode.CHARGING_ONLY)) {
      case CHARGING_ONLY ->
          p.limit().isPresent() && plain
              ? Optional.of(new Cap.Period(p.startPeriod(), limit(p), p.numberPhases()))
              : Optional.empty();
      case IDLE ->
          plain && p.limit().isEmpty()
              ? Optional.of(new Cap.Period(p.startPeriod(), 0, p.numberPhases()))
              : Optional.empty();
      case CENTRAL_SETPOINT ->
          p.setpoint().isPresent() && !curve
              ? Optional.of(aiming(p, new Aim.Setpoint(p.setpoint().get().doubleValue())))
              : Optional.empty();
      case CENTRAL_FREQUENCY -> frequency(p);
      default -> Optional.empty();
    };
  }

  /** A power, or a curve by which it follows a signal (V2X.08). */
  private static Optional<Cap.Period> frequency(ChargingSchedulePeriod p) {
    if (p.setpoint().isPresent() == !p.v2xSignalWattCurve().isEmpty()) {
      return Optional.empty();
    }
    if (p.setpoint().isPresent()) {
      return Optional.of(aiming(p, new Aim.Setpoint(p.setpoint().get().doubleValue())));
    }
    List<Aim.Point> points =
        p.v2xSignalWattCurve().stream()
            .map(point -> new Aim.Point(point.signal(), point.power().doubleValue()))
            .toList();
    double baselineW = p.v2xBaseline().map(BigDecimal::doubleValue).orElse(0.0);
    return Optional.of(aiming(p, new Aim.Curve(baselineW, points)));
  }

  private static Cap.Period aiming(ChargingSchedulePeriod p, Aim aim) {
    double limit = p.limit().isPresent() ? limit(p) : Double.POSITIVE_INFINITY;
    double floor = p.dischargeLimit().map(BigDecimal::doubleValue).orElse(Double.NEGATIVE_INFINITY);
    return new Cap.Period(p.startPeriod(), limit, p.numberPhases(), floor, Optional.of(aim));
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
    boolean once = cap.schedules().size() == 1 && cap.repeats() != Cap.Repeats.RELATIVE;
    if (cap.asks() && (cap.purpose() == Cap.Purpose.STATION || !once)) {
      return new Not("UnsupportedParam");
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
      boolean limited = period.limit() >= 0 && !Double.isInfinite(period.limit());
      boolean free = period.limit() == Double.POSITIVE_INFINITY && period.aim().isPresent();
      if (period.start() <= before
          || !(limited || free)
          || !(period.floor() <= 0)
          || !sound(period.aim())
          || period.phases().orElse(1) < 1) {
        return false;
      }
      before = period.start();
    }
    return true;
  }

  private static boolean sound(Optional<Aim> aim) {
    if (aim.isEmpty()) {
      return true;
    }
    if (aim.get() instanceof Aim.Setpoint setpoint) {
      return Double.isFinite(setpoint.rate());
    }
    Aim.Curve curve = (Aim.Curve) aim.get();
    long before = Long.MIN_VALUE;
    for (Aim.Point point : curve.curve()) {
      if (point.signal() <= before || !Double.isFinite(point.powerW())) {
        return false;
      }
      before = point.signal();
    }
    return Double.isFinite(curve.baselineW());
  }
}
