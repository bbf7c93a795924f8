package io.tidegate.sim.stations;

import io.tidegate.codec.ocpp.json.v21.ChargingProfile;
import io.tidegate.codec.ocpp.json.v21.ChargingProfilePurpose;
import io.tidegate.codec.ocpp.json.v21.ChargingRateUnit;
import io.tidegate.codec.ocpp.json.v21.ChargingSchedule;
import io.tidegate.codec.ocpp.json.v21.ChargingSchedulePeriod;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The charging profiles that one EVSE holds, and the limit that follows from them (OCPP 2.0.1 part
 * 2 §K.3): of each purpose the highest stack level that is valid now; a TxProfile outranks the
 * TxDefaultProfile. Thread-confined.
 */
final class HeldProfiles {
  private final Map<Integer, ChargingProfile> byId = new HashMap<>();
  private final Map<Integer, Instant> takenAt = new HashMap<>();

  void put(ChargingProfile profile, Instant now) {
    byId.values()
        .removeIf(
            p ->
                p.chargingProfilePurpose() == profile.chargingProfilePurpose()
                    && p.stackLevel() == profile.stackLevel());
    byId.put(profile.id(), profile);
    takenAt.put(profile.id(), now);
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
    if (profile.validFrom().filter(f -> now.isBefore(f.at())).isPresent()
        || profile.validTo().filter(t -> !now.isBefore(t.at())).isPresent()) {
      return Optional.empty();
    }
    ChargingSchedule schedule = profile.chargingSchedule().get(0);
    Instant start = schedule.startSchedule().map(s -> s.at()).orElse(takenAt.get(profile.id()));
    double elapsedS = Duration.between(start, now).toMillis() / 1000.0;
    if (elapsedS < 0
        || (schedule.duration().isPresent() && elapsedS >= schedule.duration().getAsInt())) {
      return Optional.empty();
    }
    ChargingSchedulePeriod current = null;
    for (ChargingSchedulePeriod period : schedule.chargingSchedulePeriod()) {
      current = period.startPeriod() <= elapsedS ? period : current;
    }
    if (current == null) {
      return Optional.empty();
    }
    double limit = current.limit().orElseThrow().doubleValue();
    int wired = current.numberPhases().orElse(phases);
    return Optional.of(
        schedule.chargingRateUnit() == ChargingRateUnit.W
            ? limit
            : limit * nominalVoltageV * wired);
  }
}
