package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.control.Setpoint;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.site.LimitUnit;
import io.tidegate.api.site.SiteModel;
import io.tidegate.api.site.StationSpec;
import io.tidegate.codec.ocpp.json.Stamp;
import io.tidegate.codec.ocpp.json.v21.ChargingProfile;
import io.tidegate.codec.ocpp.json.v21.ChargingProfileKind;
import io.tidegate.codec.ocpp.json.v21.ChargingProfilePurpose;
import io.tidegate.codec.ocpp.json.v21.ChargingRateUnit;
import io.tidegate.codec.ocpp.json.v21.ChargingSchedule;
import io.tidegate.codec.ocpp.json.v21.ChargingSchedulePeriod;
import io.tidegate.codec.ocpp.json.v21.SetChargingProfileRequest;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Setpoints as charging profiles (block K). Pure. Limits are rounded toward zero to the one decimal
 * that OCPP carries, so a rounded limit never exceeds the setpoint and a zero stays a pause.
 */
final class SetpointWriter {
  /** Ours begin here, out of the way of other sources of profiles. */
  private static final int FIRST_ID = 7_000_000;

  private static final int BASE_LEVEL = 0;
  static final int SETPOINT_LEVEL = 1;

  /** Lifts what binary fractions have lost: 4,140 W are 6 A and not 5.9. */
  private static final double ROUNDING = 1 + 1e-9;

  private final SiteModel model;

  SetpointWriter(SiteModel model) {
    this.model = model;
  }

  /**
   * The setpoint as a TxProfile that expires with it.
   *
   * @return empty when less than a second of its life is left
   */
  Optional<SetChargingProfileRequest> setpoint(
      Setpoint setpoint, EvseSpec evse, String transaction, ClockOffset clock) {
    Instant start = clock.toStation(setpoint.issued()).truncatedTo(ChronoUnit.SECONDS);
    Instant end = clock.toStation(setpoint.expires());
    long seconds = Duration.between(start, end).toSeconds();
    if (seconds < 1) {
      return Optional.empty();
    }
    ChargingProfile profile =
        new ChargingProfile(
            setpointId(evse),
            SETPOINT_LEVEL,
            ChargingProfilePurpose.TX_PROFILE,
            ChargingProfileKind.ABSOLUTE,
            Optional.empty(),
            Optional.empty(),
            Optional.of(Stamp.of(end)),
            Optional.of(transaction),
            List.of(schedule(setpoint.powerW(), evse, start, OptionalInt.of((int) seconds))));
    return Optional.of(new SetChargingProfileRequest(evse.number(), profile));
  }

  /**
   * The EVSE's safe share as a charge-only default beneath every setpoint, without an end.
   *
   * @param now the gateway's time; the schedule begins a day before, so that it holds at once
   */
  SetChargingProfileRequest base(EvseSpec evse, ClockOffset clock, Instant now) {
    Instant start = clock.toStation(now).truncatedTo(ChronoUnit.SECONDS).minus(1, ChronoUnit.DAYS);
    ChargingProfile profile =
        new ChargingProfile(
            FIRST_ID + 2 * evse.number(),
            BASE_LEVEL,
            ChargingProfilePurpose.TX_DEFAULT_PROFILE,
            ChargingProfileKind.ABSOLUTE,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(schedule(evse.safeShareW(), evse, start, OptionalInt.empty())));
    return new SetChargingProfileRequest(evse.number(), profile);
  }

  private ChargingSchedule schedule(
      double powerW, EvseSpec evse, Instant start, OptionalInt seconds) {
    ChargingSchedulePeriod period =
        new ChargingSchedulePeriod(
            0, limit(powerW, evse), OptionalInt.of(evse.phases().count()), OptionalInt.empty());
    return new ChargingSchedule(
        1,
        Optional.of(Stamp.of(start)),
        seconds,
        rateUnit(evse),
        List.of(period),
        Optional.empty());
  }

  /** Of the one profile that carries an EVSE's setpoints. */
  static int setpointId(EvseSpec evse) {
    return FIRST_ID + 2 * evse.number() + 1;
  }

  ChargingRateUnit rateUnit(EvseSpec evse) {
    return unit(evse) == LimitUnit.W ? ChargingRateUnit.W : ChargingRateUnit.A;
  }

  /** In W for the whole EVSE, or in A for each of its phases. */
  BigDecimal limit(double powerW, EvseSpec evse) {
    double value =
        unit(evse) == LimitUnit.W
            ? powerW
            : powerW / (model.grid().nominalVoltageV() * evse.phases().count());
    BigDecimal rounded = BigDecimal.valueOf(value * ROUNDING).setScale(1, RoundingMode.DOWN);
    return rounded.signum() == 0 ? BigDecimal.ZERO : rounded;
  }

  private LimitUnit unit(EvseSpec evse) {
    return model.station(evse.station()).map(StationSpec::limitUnit).orElse(LimitUnit.W);
  }
}
