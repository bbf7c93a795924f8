package io.tidegate.charging.ocpp.v16;

import io.tidegate.codec.ocpp.json.Stamp;
import io.tidegate.codec.ocpp.json.v16.ChargingProfile;
import io.tidegate.codec.ocpp.json.v16.ChargingProfileKind;
import io.tidegate.codec.ocpp.json.v16.ChargingProfilePurpose;
import io.tidegate.codec.ocpp.json.v16.ChargingRateUnit;
import io.tidegate.codec.ocpp.json.v16.ChargingSchedule;
import io.tidegate.codec.ocpp.json.v16.ChargingSchedulePeriod;
import io.tidegate.codec.ocpp.json.v16.GenericStatus;
import io.tidegate.codec.ocpp.json.v16.GetCompositeScheduleRequest;
import io.tidegate.codec.ocpp.json.v16.GetCompositeScheduleResponse;
import io.tidegate.codec.ocpp.json.v16.RecurrencyKind;
import io.tidegate.codec.ocpp.json.v16.SetChargingProfileRequest;
import io.tidegate.codec.ocpp.json.v21.CompositeSchedule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Charging profiles of 2.1 in the words of 1.6, as far as it has them. A negative limit is never
 * said: 1.6 is charge-only here, whatever a station makes of one (S3.8). Pure.
 */
final class Profiles {
  private static final Logger LOG = LoggerFactory.getLogger(Profiles.class);
  private static final Stamp UNKNOWN_START = Stamp.of(Instant.EPOCH);

  private Profiles() {}

  /** Empty when 1.6 cannot say it. */
  static Optional<SetChargingProfileRequest> of(
      io.tidegate.codec.ocpp.json.v21.SetChargingProfileRequest request) {
    var profile = request.chargingProfile();
    Optional<ChargingProfilePurpose> purpose = purpose(profile.chargingProfilePurpose());
    Optional<ChargingProfileKind> kind = kind(profile.chargingProfileKind());
    OptionalInt transaction =
        profile.transactionId().map(Profiles::transaction).orElse(OptionalInt.empty());
    boolean named = profile.transactionId().isEmpty() || transaction.isPresent();
    Optional<ChargingSchedule> schedule =
        profile.chargingSchedule().size() == 1
            ? schedule(profile.chargingSchedule().get(0))
            : Optional.empty();
    if (purpose.isEmpty() || kind.isEmpty() || schedule.isEmpty() || !named) {
      return Optional.empty();
    }
    return Optional.of(
        new SetChargingProfileRequest(
            request.evseId(),
            new ChargingProfile(
                profile.id(),
                profile.stackLevel(),
                purpose.get(),
                kind.get(),
                schedule.get(),
                transaction,
                profile.recurrencyKind().map(r -> RecurrencyKind.valueOf(r.name())),
                profile.validFrom(),
                profile.validTo())));
  }

  /** The number of a transaction; empty when it was never one of 1.6. */
  static OptionalInt transaction(String id) {
    try {
      return OptionalInt.of(Integer.parseInt(id));
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  private static Optional<ChargingProfilePurpose> purpose(
      io.tidegate.codec.ocpp.json.v21.ChargingProfilePurpose purpose) {
    return switch (purpose) {
      case CHARGING_STATION_MAX_PROFILE ->
          Optional.of(ChargingProfilePurpose.CHARGE_POINT_MAX_PROFILE);
      case TX_DEFAULT_PROFILE -> Optional.of(ChargingProfilePurpose.TX_DEFAULT_PROFILE);
      case TX_PROFILE -> Optional.of(ChargingProfilePurpose.TX_PROFILE);
      default -> Optional.empty();
    };
  }

  private static Optional<ChargingProfileKind> kind(
      io.tidegate.codec.ocpp.json.v21.ChargingProfileKind kind) {
    return switch (kind) {
      case ABSOLUTE -> Optional.of(ChargingProfileKind.ABSOLUTE);
      case RECURRING -> Optional.of(ChargingProfileKind.RECURRING);
      case RELATIVE -> Optional.of(ChargingProfileKind.RELATIVE);
      case DYNAMIC -> Optional.empty();
    };
  }

  private static Optional<ChargingSchedule> schedule(
      io.tidegate.codec.ocpp.json.v21.ChargingSchedule schedule) {
    List<ChargingSchedulePeriod> periods = new ArrayList<>();
    for (var period : schedule.chargingSchedulePeriod()) {
      if (period.limit().isEmpty() || period.operationMode().isPresent()) {
        return Optional.empty();
      }
      if (period.limit().get().signum() < 0) {
        LOG.error("A limit below zero is never sent over OCPP 1.6, which is charge-only");
        return Optional.empty();
      }
      periods.add(
          new ChargingSchedulePeriod(
              period.startPeriod(), period.limit().get(), period.numberPhases()));
    }
    return Optional.of(
        new ChargingSchedule(
            ChargingRateUnit.valueOf(schedule.chargingRateUnit().name()),
            periods,
            schedule.duration(),
            schedule.startSchedule(),
            schedule.minChargingRate()));
  }

  static GetCompositeScheduleRequest composite(
      io.tidegate.codec.ocpp.json.v21.GetCompositeScheduleRequest request) {
    return new GetCompositeScheduleRequest(
        request.evseId(),
        request.duration(),
        request.chargingRateUnit().map(unit -> ChargingRateUnit.valueOf(unit.name())));
  }

  /** A schedule without a start is taken to begin with the answer, without a duration to last. */
  static Record composite(GetCompositeScheduleResponse response) {
    boolean accepted = response.status() == GenericStatus.ACCEPTED;
    return new io.tidegate.codec.ocpp.json.v21.GetCompositeScheduleResponse(
        accepted
            ? io.tidegate.codec.ocpp.json.v21.GenericStatus.ACCEPTED
            : io.tidegate.codec.ocpp.json.v21.GenericStatus.REJECTED,
        response
            .chargingSchedule()
            .map(
                schedule ->
                    new CompositeSchedule(
                        response.connectorId().orElse(0),
                        schedule.duration().orElse(Integer.MAX_VALUE),
                        response.scheduleStart().or(schedule::startSchedule).orElse(UNKNOWN_START),
                        io.tidegate.codec.ocpp.json.v21.ChargingRateUnit.valueOf(
                            schedule.chargingRateUnit().name()),
                        schedule.chargingSchedulePeriod().stream()
                            .map(
                                p ->
                                    new io.tidegate.codec.ocpp.json.v21.ChargingSchedulePeriod(
                                        p.startPeriod(),
                                        p.limit(),
                                        p.numberPhases(),
                                        OptionalInt.empty()))
                            .toList())),
        Optional.empty());
  }
}
