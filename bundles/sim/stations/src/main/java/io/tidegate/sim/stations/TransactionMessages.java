package io.tidegate.sim.stations;

import io.tidegate.codec.ocpp.json.CustomData;
import io.tidegate.codec.ocpp.json.Stamp;
import io.tidegate.codec.ocpp.json.v21.ChargingNeeds;
import io.tidegate.codec.ocpp.json.v21.ChargingState;
import io.tidegate.codec.ocpp.json.v21.ConnectorStatus;
import io.tidegate.codec.ocpp.json.v21.DcChargingParameters;
import io.tidegate.codec.ocpp.json.v21.EnergyTransferMode;
import io.tidegate.codec.ocpp.json.v21.Evse;
import io.tidegate.codec.ocpp.json.v21.IdToken;
import io.tidegate.codec.ocpp.json.v21.IdTokenType;
import io.tidegate.codec.ocpp.json.v21.Measurand;
import io.tidegate.codec.ocpp.json.v21.MeterValue;
import io.tidegate.codec.ocpp.json.v21.NotifyEVChargingNeedsRequest;
import io.tidegate.codec.ocpp.json.v21.OperationMode;
import io.tidegate.codec.ocpp.json.v21.SampledValue;
import io.tidegate.codec.ocpp.json.v21.StoppedReason;
import io.tidegate.codec.ocpp.json.v21.Transaction;
import io.tidegate.codec.ocpp.json.v21.TransactionEventRequest;
import io.tidegate.codec.ocpp.json.v21.TransactionEventType;
import io.tidegate.codec.ocpp.json.v21.TriggerReason;
import io.tidegate.codec.ocpp.json.v21.UnitOfMeasure;
import io.tidegate.codec.ocpp.json.v21.V2xChargingParameters;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** What a station says about its transactions. */
final class TransactionMessages {
  private static final String VENDOR = "io.tidegate";
  private final Supplier<Instant> clock;
  private final boolean v2x;

  /**
   * @param v2x the station speaks 2.1
   */
  TransactionMessages(Supplier<Instant> clock, boolean v2x) {
    this.clock = clock;
    this.v2x = v2x;
  }

  static ConnectorStatus status(SimulatedEvse evse) {
    return evse.vehicle().isPresent() ? ConnectorStatus.OCCUPIED : ConnectorStatus.AVAILABLE;
  }

  TransactionEventRequest started(SimulatedEvse evse) {
    return event(
        evse,
        TransactionEventType.STARTED,
        TriggerReason.CABLE_PLUGGED_IN,
        Optional.empty(),
        permission(evse.vehicle().map(Vehicle::dischargeAllowed).orElse(false)));
  }

  TransactionEventRequest updated(SimulatedEvse evse) {
    return event(
        evse,
        TransactionEventType.UPDATED,
        TriggerReason.METER_VALUE_PERIODIC,
        Optional.empty(),
        Optional.empty());
  }

  TransactionEventRequest permission(SimulatedEvse evse, boolean discharge) {
    return event(
        evse,
        TransactionEventType.UPDATED,
        TriggerReason.CHARGING_STATE_CHANGED,
        Optional.empty(),
        permission(discharge));
  }

  TransactionEventRequest ended(SimulatedEvse evse) {
    return event(
        evse,
        TransactionEventType.ENDED,
        TriggerReason.EV_DEPARTED,
        Optional.of(StoppedReason.EV_DISCONNECTED),
        Optional.empty());
  }

  private static Optional<CustomData> permission(boolean discharge) {
    return Optional.of(new CustomData(VENDOR, Map.of("dischargeAllowed", discharge)));
  }

  private TransactionEventRequest event(
      SimulatedEvse evse,
      TransactionEventType type,
      TriggerReason trigger,
      Optional<StoppedReason> stopped,
      Optional<CustomData> custom) {
    ChargingState state =
        Math.abs(evse.powerW()) > 50 ? ChargingState.CHARGING : ChargingState.SUSPENDED_EVSE;
    boolean first = type == TransactionEventType.STARTED;
    return new TransactionEventRequest(
        type,
        Stamp.of(clock.get()),
        trigger,
        evse.nextSequence(),
        false,
        OptionalInt.empty(),
        new Transaction(
            evse.transaction(),
            Optional.of(first ? ChargingState.EV_CONNECTED : state),
            OptionalInt.empty(),
            stopped,
            OptionalInt.empty(),
            v2x ? Optional.of(evse.profiles().mode(clock.get())) : Optional.empty(),
            Optional.empty()),
        Optional.of(new Evse(evse.number(), OptionalInt.of(1))),
        first
            ? Optional.of(new IdToken("TG-" + evse.transaction(), IdTokenType.ISO14443))
            : Optional.empty(),
        List.of(meterValue(evse)),
        custom);
  }

  private MeterValue meterValue(SimulatedEvse evse) {
    double soc = evse.vehicle().map(v -> v.battery().socPct()).orElse(0.0);
    return new MeterValue(
        Stamp.of(clock.get()),
        sampled(evse, soc),
        Optional.of(
            new CustomData(
                VENDOR,
                Map.of(
                    "connectorC", decimal(evse.connectorC()),
                    "packC",
                        decimal(
                            evse.vehicle().map(v -> v.battery().temperatureC()).orElse(20.0))))));
  }

  private List<SampledValue> sampled(SimulatedEvse evse, double soc) {
    List<SampledValue> values =
        new ArrayList<>(
            List.of(
                value(Math.max(0, evse.powerW()), Measurand.POWER_ACTIVE_IMPORT, "W"),
                value(Math.max(0, -evse.powerW()), Measurand.POWER_ACTIVE_EXPORT, "W"),
                value(evse.importWh(), Measurand.ENERGY_ACTIVE_IMPORT_REGISTER, "Wh"),
                value(evse.exportWh(), Measurand.ENERGY_ACTIVE_EXPORT_REGISTER, "Wh"),
                value(soc, Measurand.SOC, "Percent")));
    if (v2x && evse.profiles().mode(clock.get()) == OperationMode.CENTRAL_SETPOINT) {
      values.add(value(evse.limitW(), Measurand.POWER_ACTIVE_SETPOINT, "W"));
      values.add(value(evse.powerW() - evse.limitW(), Measurand.POWER_ACTIVE_RESIDUAL, "W"));
    }
    return values;
  }

  private static SampledValue value(double value, Measurand measurand, String unit) {
    return new SampledValue(
        decimal(value),
        Optional.empty(),
        Optional.of(measurand),
        Optional.empty(),
        Optional.empty(),
        Optional.of(new UnitOfMeasure(Optional.of(unit), OptionalInt.empty())));
  }

  private static BigDecimal decimal(double value) {
    return BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP);
  }

  private static BigDecimal whole(double value) {
    return BigDecimal.valueOf(Math.round(value));
  }

  NotifyEVChargingNeedsRequest needs(SimulatedEvse evse) {
    Vehicle vehicle = evse.vehicle().orElseThrow();
    Battery battery = vehicle.battery();
    DcChargingParameters dc =
        new DcChargingParameters(
            whole(Math.ceil(vehicle.maxChargeW() / 400)),
            whole(500),
            Optional.empty(),
            Optional.of(whole(vehicle.maxChargeW())),
            OptionalInt.of((int) Math.round(battery.socPct())),
            Optional.of(whole(battery.capacityWh())),
            OptionalInt.of(100),
            OptionalInt.empty());
    return new NotifyEVChargingNeedsRequest(
        evse.number(),
        new ChargingNeeds(
            v2x && vehicle.dischargeAllowed() ? EnergyTransferMode.DC_BPT : EnergyTransferMode.DC,
            vehicle.departure().map(Stamp::of),
            Optional.empty(),
            Optional.of(dc),
            v2x ? Optional.of(both(vehicle)) : Optional.empty(),
            Optional.empty(),
            v2x ? List.of(EnergyTransferMode.DC, EnergyTransferMode.DC_BPT) : List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        Optional.empty());
  }

  private static V2xChargingParameters both(Vehicle vehicle) {
    Optional<BigDecimal> no = Optional.empty();
    return new V2xChargingParameters(
        no,
        no,
        no,
        Optional.of(whole(vehicle.maxChargeW())),
        no,
        no,
        no,
        no,
        no,
        Optional.of(whole(vehicle.maxDischargeW())),
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
        no,
        no,
        no,
        OptionalInt.of((int) Math.round(vehicle.targetSocPct())));
  }
}
