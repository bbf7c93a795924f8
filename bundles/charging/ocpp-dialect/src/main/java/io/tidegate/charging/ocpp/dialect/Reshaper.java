package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.quantity.StationId;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.site.LimitUnit;
import io.tidegate.api.site.SiteModel;
import io.tidegate.api.site.StationQuirks;
import io.tidegate.api.site.StationQuirks.ProfileKind;
import io.tidegate.codec.ocpp.json.v21.ChargingProfile;
import io.tidegate.codec.ocpp.json.v21.ChargingProfileKind;
import io.tidegate.codec.ocpp.json.v21.ChargingRateUnit;
import io.tidegate.codec.ocpp.json.v21.ChargingSchedule;
import io.tidegate.codec.ocpp.json.v21.ChargingSchedulePeriod;
import io.tidegate.codec.ocpp.json.v21.SetChargingProfileRequest;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Gives charging profiles the shape that a make of station takes. Pure. No limit grows by it; a
 * profile that cannot be said safely is not said. Profiles with operation modes are for stations
 * that know 2.1, and are left alone.
 */
final class Reshaper {
  /** Lifts what binary fractions have lost, as where limits are first rounded. */
  private static final double ROUNDING = 1 + 1e-9;

  private final SiteModel model;

  Reshaper(SiteModel model) {
    this.model = model;
  }

  /** Empty when the station must not get it: a discharge that it would misread. */
  Optional<SetChargingProfileRequest> shape(
      StationId station, SetChargingProfileRequest request, StationQuirks quirks) {
    if (quirks.names().isEmpty() || !plain(request.chargingProfile())) {
      return Optional.of(request);
    }
    boolean relative = quirks.profileKind() == ProfileKind.RELATIVE;
    // its time may count from the start of the transaction: an expiry would be a guess
    if (discharges(request.chargingProfile()) && (relative || !quirks.negativeLimit())) {
      return Optional.empty();
    }
    ChargingProfile p = request.chargingProfile();
    boolean turned = relative && p.chargingProfileKind() == ChargingProfileKind.ABSOLUTE;
    Optional<EvseSpec> evse = model.evse(station, request.evseId());
    List<ChargingSchedule> schedules =
        p.chargingSchedule().stream().map(s -> schedule(s, evse, quirks, turned)).toList();
    return Optional.of(
        new SetChargingProfileRequest(
            request.evseId(),
            new ChargingProfile(
                p.id(),
                p.stackLevel(),
                p.chargingProfilePurpose(),
                turned ? ChargingProfileKind.RELATIVE : p.chargingProfileKind(),
                p.recurrencyKind(),
                p.validFrom(),
                p.validTo(),
                p.transactionId(),
                schedules)));
  }

  private static boolean plain(ChargingProfile profile) {
    return profile.chargingProfileKind() != ChargingProfileKind.DYNAMIC
        && profile.chargingSchedule().stream()
            .flatMap(s -> s.chargingSchedulePeriod().stream())
            .allMatch(p -> p.operationMode().isEmpty());
  }

  private static boolean discharges(ChargingProfile profile) {
    return profile.chargingSchedule().stream()
        .flatMap(s -> s.chargingSchedulePeriod().stream())
        .anyMatch(p -> p.limit().filter(l -> l.signum() < 0).isPresent());
  }

  /**
   * @param turned from absolute to relative: it begins at once and ends by validTo alone, since a
   *     duration would count from the start of the transaction
   */
  private ChargingSchedule schedule(
      ChargingSchedule s, Optional<EvseSpec> evse, StationQuirks quirks, boolean turned) {
    boolean amps = s.chargingRateUnit() == ChargingRateUnit.A;
    boolean wantsAmps = quirks.limitUnit().map(u -> u == LimitUnit.A).orElse(amps);
    // of the whole station nobody knows how its EVSEs share the phases
    boolean converts = wantsAmps != amps && evse.isPresent();
    double wattsPerAmp =
        evse.map(e -> model.grid().nominalVoltageV() * e.phases().count()).orElse(Double.NaN);
    double factor = !converts ? 1 : wantsAmps ? 1 / wattsPerAmp : wattsPerAmp;
    boolean nowAmps = converts ? wantsAmps : amps;
    double least = nowAmps ? quirks.minLimitA() : quirks.minLimitA() * wattsPerAmp;
    List<ChargingSchedulePeriod> periods =
        s.chargingSchedulePeriod().stream()
            .map(
                p ->
                    new ChargingSchedulePeriod(
                        p.startPeriod(),
                        limit(p.limit().orElse(BigDecimal.ZERO), factor, least),
                        quirks.numberPhases() ? p.numberPhases() : OptionalInt.empty(),
                        p.phaseToUse()))
            .toList();
    return new ChargingSchedule(
        s.id(),
        turned ? Optional.empty() : s.startSchedule(),
        turned ? OptionalInt.empty() : s.duration(),
        nowAmps ? ChargingRateUnit.A : ChargingRateUnit.W,
        periods,
        Optional.empty());
  }

  private static BigDecimal limit(BigDecimal limit, double factor, double least) {
    BigDecimal value = limit;
    if (factor != 1) {
      value =
          BigDecimal.valueOf(limit.doubleValue() * factor * ROUNDING)
              .setScale(1, RoundingMode.DOWN);
    }
    // NaN, where the phases are not known, compares as not below
    boolean tooSmall = Math.abs(value.doubleValue()) < least;
    return tooSmall || value.signum() == 0 ? BigDecimal.ZERO : value;
  }
}
