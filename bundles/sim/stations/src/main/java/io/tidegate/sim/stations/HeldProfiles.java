package io.tidegate.sim.stations;

import io.tidegate.codec.ocpp.json.Stamp;
import io.tidegate.codec.ocpp.json.v21.ChargingProfile;
import io.tidegate.codec.ocpp.json.v21.ChargingProfileKind;
import io.tidegate.codec.ocpp.json.v21.ChargingProfilePurpose;
import io.tidegate.codec.ocpp.json.v21.ChargingRateUnit;
import io.tidegate.codec.ocpp.json.v21.ChargingSchedule;
import io.tidegate.codec.ocpp.json.v21.ChargingSchedulePeriod;
import io.tidegate.codec.ocpp.json.v21.ChargingScheduleUpdate;
import io.tidegate.codec.ocpp.json.v21.CompositeSchedule;
import io.tidegate.codec.ocpp.json.v21.GetCompositeScheduleRequest;
import io.tidegate.codec.ocpp.json.v21.OperationMode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The charging profiles that one EVSE holds, and the limit that follows from them (OCPP 2.0.1 part
 * 2 §K.3): of each purpose the highest stack level that is valid now; a TxProfile outranks the
 * TxDefaultProfile. A Dynamic profile of 2.1 ends when it has not been updated for its duration
 * (K28.FR.13), and when the station has been offline for too long (K01.FR.101). Thread-confined.
 */
final class HeldProfiles {
  private static final int LONGEST_S = 3_600;

  private final Map<Integer, ChargingProfile> byId = new HashMap<>();
  private final Map<Integer, Instant> takenAt = new HashMap<>();
  private Optional<Instant> offlineSince = Optional.empty();

  void put(ChargingProfile profile, Instant now) {
    byId.values()
        .removeIf(
            p ->
                p.chargingProfilePurpose() == profile.chargingProfilePurpose()
                    && p.stackLevel() == profile.stackLevel());
    byId.put(profile.id(), profile);
    takenAt.put(profile.id(), profile.dynUpdateTime().map(Stamp::at).orElse(now));
  }

  /** New values for a Dynamic profile; false when there is none of this id (K28). */
  boolean update(int id, ChargingScheduleUpdate update, Instant now) {
    ChargingProfile held = byId.get(id);
    if (held == null
        || held.chargingProfileKind() != ChargingProfileKind.DYNAMIC
        || !valid(held, now)) {
      return false;
    }
    ChargingSchedule schedule = held.chargingSchedule().get(0);
    ChargingSchedulePeriod period = schedule.chargingSchedulePeriod().get(0);
    byId.put(id, with(held, with(schedule, with(period, update))));
    takenAt.put(id, now);
    return true;
  }

  private static ChargingSchedulePeriod with(
      ChargingSchedulePeriod p, ChargingScheduleUpdate update) {
    Optional<BigDecimal> no = Optional.empty();
    return new ChargingSchedulePeriod(
        p.startPeriod(),
        update.limit().or(p::limit),
        p.numberPhases(),
        p.phaseToUse(),
        p.operationMode(),
        update.setpoint().or(p::setpoint),
        no,
        no,
        update.dischargeLimit().or(p::dischargeLimit),
        no,
        no,
        no,
        no,
        no,
        no,
        no,
        Optional.empty(),
        Optional.empty(),
        no,
        List.of(),
        List.of());
  }

  private static ChargingSchedule with(ChargingSchedule s, ChargingSchedulePeriod period) {
    return new ChargingSchedule(
        s.id(),
        s.startSchedule(),
        s.duration(),
        s.chargingRateUnit(),
        List.of(period),
        s.minChargingRate());
  }

  private static ChargingProfile with(ChargingProfile p, ChargingSchedule schedule) {
    return new ChargingProfile(
        p.id(),
        p.stackLevel(),
        p.chargingProfilePurpose(),
        p.chargingProfileKind(),
        p.recurrencyKind(),
        p.validFrom(),
        p.validTo(),
        p.transactionId(),
        List.of(schedule),
        p.maxOfflineDuration(),
        p.invalidAfterOfflineDuration(),
        p.dynUpdateInterval(),
        p.dynUpdateTime());
  }

  /** The station has lost its site, or is back: what has ended meanwhile does not come back. */
  void offlineSince(Optional<Instant> since, Instant now) {
    if (since.isEmpty()) {
      byId.values()
          .removeIf(p -> p.invalidAfterOfflineDuration().orElse(false) && tooLongOffline(p, now));
    }
    offlineSince = since;
  }

  private boolean tooLongOffline(ChargingProfile profile, Instant now) {
    return profile.maxOfflineDuration().isPresent()
        && offlineSince
            .filter(
                since -> now.isAfter(since.plusSeconds(profile.maxOfflineDuration().getAsInt())))
            .isPresent();
  }

  private boolean valid(ChargingProfile profile, Instant now) {
    boolean dynamic = profile.chargingProfileKind() == ChargingProfileKind.DYNAMIC;
    var duration = profile.chargingSchedule().get(0).duration();
    boolean ended =
        dynamic
            && duration.isPresent()
            && now.isAfter(takenAt.get(profile.id()).plusSeconds(duration.getAsInt()));
    return !ended
        && !tooLongOffline(profile, now)
        && profile.validFrom().filter(f -> now.isBefore(f.at())).isEmpty()
        && profile.validTo().filter(t -> !now.isBefore(t.at())).isEmpty();
  }

  /** Ends of transactions take their profiles with them. */
  void endTransaction() {
    byId.values().removeIf(p -> p.chargingProfilePurpose() == ChargingProfilePurpose.TX_PROFILE);
  }

  boolean clear(int id) {
    return byId.remove(id) != null;
  }

  /** The limit in force, W; empty when no profile says anything. */
  Optional<Double> limitW(Instant now, double nominalVoltageV, int phases) {
    Optional<Double> tx = limit(ChargingProfilePurpose.TX_PROFILE, now, nominalVoltageV, phases);
    return tx.isPresent()
        ? tx
        : limit(ChargingProfilePurpose.TX_DEFAULT_PROFILE, now, nominalVoltageV, phases);
  }

  /** What follows from the profiles from now on, second by second (K08). */
  CompositeSchedule composite(
      GetCompositeScheduleRequest asked, Instant now, StationSettings settings) {
    ChargingRateUnit unit = asked.chargingRateUnit().orElse(ChargingRateUnit.W);
    List<ChargingSchedulePeriod> periods = new ArrayList<>();
    double perAmpere = StationSettings.VOLTAGE_V * settings.phases();
    double before = Double.NaN;
    int length = Math.min(asked.duration(), LONGEST_S);
    for (int s = 0; s < length; s++) {
      double limit =
          limitW(now.plusSeconds(s), StationSettings.VOLTAGE_V, settings.phases())
              .orElse(settings.unmanagedW());
      if (limit != before) {
        double value = unit == ChargingRateUnit.W ? limit : limit / perAmpere;
        periods.add(
            new ChargingSchedulePeriod(
                s,
                BigDecimal.valueOf(value).setScale(1, RoundingMode.HALF_UP),
                OptionalInt.of(settings.phases()),
                OptionalInt.empty()));
      }
      before = limit;
    }
    return new CompositeSchedule(asked.evseId(), length, Stamp.of(now), unit, periods);
  }

  /** The operation mode in force (2.1 block Q). */
  OperationMode mode(Instant now) {
    return byId.values().stream()
        .filter(p -> p.chargingProfilePurpose() == ChargingProfilePurpose.TX_PROFILE)
        .filter(p -> valid(p, now))
        .max(Comparator.comparingInt(ChargingProfile::stackLevel))
        .flatMap(p -> p.chargingSchedule().get(0).chargingSchedulePeriod().get(0).operationMode())
        .orElse(OperationMode.CHARGING_ONLY);
  }

  private Optional<Double> limit(
      ChargingProfilePurpose purpose, Instant now, double nominalVoltageV, int phases) {
    return byId.values().stream()
        .filter(p -> p.chargingProfilePurpose() == purpose)
        .sorted(Comparator.comparingInt(ChargingProfile::stackLevel).reversed())
        .map(p -> limit(p, now, nominalVoltageV, phases))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<Double> limit(
      ChargingProfile profile, Instant now, double nominalVoltageV, int phases) {
    if (!valid(profile, now)) {
      return Optional.empty();
    }
    ChargingSchedule schedule = profile.chargingSchedule().get(0);
    Instant start = schedule.startSchedule().map(s -> s.at()).orElse(takenAt.get(profile.id()));
    double elapsedS = Duration.between(start, now).toMillis() / 1000.0;
    boolean dynamic = profile.chargingProfileKind() == ChargingProfileKind.DYNAMIC;
    if (elapsedS < 0 && !dynamic) {
      return Optional.empty();
    }
    if (!dynamic
        && (schedule.duration().isPresent() && elapsedS >= schedule.duration().getAsInt())) {
      return Optional.empty();
    }
    ChargingSchedulePeriod current = null;
    for (ChargingSchedulePeriod period : schedule.chargingSchedulePeriod()) {
      current = dynamic || period.startPeriod() <= elapsedS ? period : current;
    }
    if (current == null) {
      return Optional.empty();
    }
    OperationMode mode = current.operationMode().orElse(OperationMode.CHARGING_ONLY);
    double limit =
        switch (mode) {
          case IDLE -> 0;
          case CENTRAL_SETPOINT -> current.setpoint().orElseThrow().doubleValue();
          default -> current.limit().orElseThrow().doubleValue();
        };
    int wired = current.numberPhases().orElse(phases);
    return Optional.of(
        schedule.chargingRateUnit() == ChargingRateUnit.W
            ? limit
            : limit * nominalVoltageV * wired);
  }
}
