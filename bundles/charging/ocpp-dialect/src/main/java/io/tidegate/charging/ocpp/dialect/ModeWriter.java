package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.control.Setpoint;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.charging.ocpp.dialect.DynamicProfiles.Held;
import io.tidegate.codec.ocpp.json.Stamp;
import io.tidegate.codec.ocpp.json.v21.ChargingProfile;
import io.tidegate.codec.ocpp.json.v21.ChargingProfileKind;
import io.tidegate.codec.ocpp.json.v21.ChargingProfilePurpose;
import io.tidegate.codec.ocpp.json.v21.ChargingRateUnit;
import io.tidegate.codec.ocpp.json.v21.ChargingSchedule;
import io.tidegate.codec.ocpp.json.v21.ChargingSchedulePeriod;
import io.tidegate.codec.ocpp.json.v21.ChargingScheduleUpdate;
import io.tidegate.codec.ocpp.json.v21.OperationMode;
import io.tidegate.codec.ocpp.json.v21.SetChargingProfileRequest;
import io.tidegate.codec.ocpp.json.v21.UpdateDynamicScheduleRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Setpoints by operation mode (2.1 blocks K and Q). Pure. Limits of a CentralSetpoint are not sent
 * with it: the standard contradicts itself there (Q03.FR.02).
 */
final class ModeWriter {
  private final SetpointWriter writer;

  /**
   * @param writer knows units, rounding and ids
   */
  ModeWriter(SetpointWriter writer) {
    this.writer = writer;
  }

  /**
   * A Dynamic profile: one schedule, one period, from its start (K28.FR.01–03). It holds {@code
   * seconds} after its last update and not longer (K28.FR.13), and not while the station is offline
   * for longer than that (Q11): never without, or a discharge would go on for ever.
   */
  SetChargingProfileRequest dynamic(
      Setpoint setpoint, EvseSpec evse, Held held, ClockOffset clock) {
    ChargingSchedule schedule =
        new ChargingSchedule(
            1,
            Optional.empty(),
            OptionalInt.of(held.seconds()),
            unit(evse),
            List.of(period(setpoint.powerW(), evse, held.mode())),
            Optional.empty());
    ChargingProfile profile =
        new ChargingProfile(
            SetpointWriter.setpointId(evse),
            SetpointWriter.SETPOINT_LEVEL,
            ChargingProfilePurpose.TX_PROFILE,
            ChargingProfileKind.DYNAMIC,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(held.transaction()),
            List.of(schedule),
            OptionalInt.of(held.seconds()),
            Optional.of(true),
            OptionalInt.empty(),
            Optional.of(Stamp.of(clock.toStation(setpoint.issued()))));
    return new SetChargingProfileRequest(evse.number(), profile);
  }

  /**
   * An Absolute profile, for stations that know no Dynamic ones.
   *
   * @return empty when less than a second of the setpoint's life is left
   */
  Optional<SetChargingProfileRequest> absolute(
      Setpoint setpoint, EvseSpec evse, String transaction, OperationMode mode, ClockOffset clock) {
    Instant start = clock.toStation(setpoint.issued()).truncatedTo(ChronoUnit.SECONDS);
    Instant end = clock.toStation(setpoint.expires());
    long seconds = Duration.between(start, end).toSeconds();
    if (seconds < 1) {
      return Optional.empty();
    }
    ChargingSchedule schedule =
        new ChargingSchedule(
            1,
            Optional.of(Stamp.of(start)),
            OptionalInt.of((int) seconds),
            unit(evse),
            List.of(period(setpoint.powerW(), evse, mode)),
            Optional.empty());
    ChargingProfile profile =
        new ChargingProfile(
            SetpointWriter.setpointId(evse),
            SetpointWriter.SETPOINT_LEVEL,
            ChargingProfilePurpose.TX_PROFILE,
            ChargingProfileKind.ABSOLUTE,
            Optional.empty(),
            Optional.empty(),
            Optional.of(Stamp.of(end)),
            Optional.of(transaction),
            List.of(schedule));
    return Optional.of(new SetChargingProfileRequest(evse.number(), profile));
  }

  /** New values for a Dynamic profile that is in. */
  UpdateDynamicScheduleRequest update(double powerW, EvseSpec evse, OperationMode mode) {
    Optional<BigDecimal> value = Optional.of(writer.limit(powerW, evse));
    boolean limit = mode == OperationMode.CHARGING_ONLY;
    Optional<BigDecimal> no = Optional.empty();
    return new UpdateDynamicScheduleRequest(
        SetpointWriter.setpointId(evse),
        new ChargingScheduleUpdate(
            limit ? value : no, no, limit ? no : value, no, no, no, no, no, no, no, no, no));
  }

  private ChargingRateUnit unit(EvseSpec evse) {
    return writer.rateUnit(evse);
  }

  private ChargingSchedulePeriod period(double powerW, EvseSpec evse, OperationMode mode) {
    Optional<BigDecimal> value = Optional.of(writer.limit(powerW, evse));
    Optional<BigDecimal> no = Optional.empty();
    boolean idle = mode == OperationMode.IDLE;
    return new ChargingSchedulePeriod(
        0,
        mode == OperationMode.CHARGING_ONLY ? value : no,
        idle ? OptionalInt.empty() : OptionalInt.of(evse.phases().count()),
        OptionalInt.empty(),
        Optional.of(mode),
        mode == OperationMode.CENTRAL_SETPOINT ? value : no,
        no,
        no,
        no,
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
}
