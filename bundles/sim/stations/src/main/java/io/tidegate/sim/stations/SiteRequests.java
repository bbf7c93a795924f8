package io.tidegate.sim.stations;

import io.tidegate.codec.ocpp.json.Request;
import io.tidegate.codec.ocpp.json.v21.ChargingProfile;
import io.tidegate.codec.ocpp.json.v21.ChargingProfilePurpose;
import io.tidegate.codec.ocpp.json.v21.ChargingProfileStatus;
import io.tidegate.codec.ocpp.json.v21.ClearChargingProfileRequest;
import io.tidegate.codec.ocpp.json.v21.ClearChargingProfileResponse;
import io.tidegate.codec.ocpp.json.v21.ClearChargingProfileStatus;
import io.tidegate.codec.ocpp.json.v21.GenericStatus;
import io.tidegate.codec.ocpp.json.v21.GetCompositeScheduleRequest;
import io.tidegate.codec.ocpp.json.v21.GetCompositeScheduleResponse;
import io.tidegate.codec.ocpp.json.v21.GetTransactionStatusRequest;
import io.tidegate.codec.ocpp.json.v21.GetTransactionStatusResponse;
import io.tidegate.codec.ocpp.json.v21.GetVariableData;
import io.tidegate.codec.ocpp.json.v21.GetVariableResult;
import io.tidegate.codec.ocpp.json.v21.GetVariableStatus;
import io.tidegate.codec.ocpp.json.v21.GetVariablesRequest;
import io.tidegate.codec.ocpp.json.v21.GetVariablesResponse;
import io.tidegate.codec.ocpp.json.v21.NotifyAllowedEnergyTransferRequest;
import io.tidegate.codec.ocpp.json.v21.NotifyAllowedEnergyTransferResponse;
import io.tidegate.codec.ocpp.json.v21.RequestStartStopStatus;
import io.tidegate.codec.ocpp.json.v21.RequestStartTransactionRequest;
import io.tidegate.codec.ocpp.json.v21.RequestStartTransactionResponse;
import io.tidegate.codec.ocpp.json.v21.RequestStopTransactionRequest;
import io.tidegate.codec.ocpp.json.v21.RequestStopTransactionResponse;
import io.tidegate.codec.ocpp.json.v21.SetChargingProfileRequest;
import io.tidegate.codec.ocpp.json.v21.SetChargingProfileResponse;
import io.tidegate.codec.ocpp.json.v21.SetVariableResult;
import io.tidegate.codec.ocpp.json.v21.SetVariableStatus;
import io.tidegate.codec.ocpp.json.v21.SetVariablesRequest;
import io.tidegate.codec.ocpp.json.v21.SetVariablesResponse;
import io.tidegate.codec.ocpp.json.v21.TriggerMessageRequest;
import io.tidegate.codec.ocpp.json.v21.TriggerMessageResponse;
import io.tidegate.codec.ocpp.json.v21.TriggerMessageStatus;
import io.tidegate.codec.ocpp.json.v21.UpdateDynamicScheduleRequest;
import io.tidegate.codec.ocpp.json.v21.UpdateDynamicScheduleResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a station answers what the site asks of it. */
final class SiteRequests {
  /** What a 2.1 station says of itself. */
  private static final Map<String, String> VARIABLES =
      Map.of(
          "SmartChargingCtrlr.RateUnit", "W,A",
          "SmartChargingCtrlr.SupportsDynamicProfiles", "true",
          "V2XChargingCtrlr.Enabled", "true",
          "V2XChargingCtrlr.SupportedOperationModes",
              "ChargingOnly,CentralSetpoint,CentralFrequency,Idle");

  private final SimulatedStation station;
  private final StationSettings settings;
  private final Upkeep upkeep;

  SiteRequests(SimulatedStation station, StationSettings settings, Upkeep upkeep) {
    this.upkeep = upkeep;
    this.station = station;
    this.settings = settings;
  }

  /** The answer; null when the station does not know the request. */
  Record answer(Request request) {
    if (request instanceof SetChargingProfileRequest r) {
      return new SetChargingProfileResponse(set(r), Optional.empty());
    }
    if (request instanceof UpdateDynamicScheduleRequest r) {
      return new UpdateDynamicScheduleResponse(update(r), Optional.empty());
    }
    if (request instanceof NotifyAllowedEnergyTransferRequest) {
      return new NotifyAllowedEnergyTransferResponse(GenericStatus.ACCEPTED, Optional.empty());
    }
    if (request instanceof ClearChargingProfileRequest r) {
      boolean cleared =
          r.chargingProfileId().isPresent()
              && station.evses().stream()
                  .anyMatch(e -> e.profiles().clear(r.chargingProfileId().getAsInt()));
      return new ClearChargingProfileResponse(
          cleared ? ClearChargingProfileStatus.ACCEPTED : ClearChargingProfileStatus.UNKNOWN,
          Optional.empty());
    }
    if (request instanceof GetCompositeScheduleRequest r) {
      return composite(r);
    }
    if (request instanceof TriggerMessageRequest r) {
      return trigger(r);
    }
    if (request instanceof GetVariablesRequest r) {
      return new GetVariablesResponse(r.getVariableData().stream().map(this::read).toList());
    }
    if (request instanceof SetVariablesRequest r) {
      return new SetVariablesResponse(
          r.setVariableData().stream()
              .map(
                  v ->
                      new SetVariableResult(
                          SetVariableStatus.ACCEPTED,
                          v.component(),
                          v.variable(),
                          v.attributeType()))
              .toList());
    }
    return startStop(request);
  }

  private GetVariableResult read(GetVariableData asked) {
    Optional<String> value =
        Optional.ofNullable(VARIABLES.get(asked.component().name() + '.' + asked.variable().name()))
            .filter(known -> station.v2x());
    return new GetVariableResult(
        value.isPresent() ? GetVariableStatus.ACCEPTED : GetVariableStatus.UNKNOWN_VARIABLE,
        asked.component(),
        asked.variable(),
        asked.attributeType(),
        value);
  }

  private ChargingProfileStatus update(UpdateDynamicScheduleRequest request) {
    Optional<SimulatedEvse> evse =
        station.evses().stream()
            .filter(
                e ->
                    e.profiles()
                        .update(
                            request.chargingProfileId(), request.scheduleUpdate(), station.now()))
            .findFirst();
    evse.ifPresent(SimulatedEvse::updated);
    return evse.isPresent() ? ChargingProfileStatus.ACCEPTED : ChargingProfileStatus.REJECTED;
  }

  private Record startStop(Request request) {
    if (request instanceof RequestStopTransactionRequest r) {
      Optional<SimulatedEvse> evse =
          station.evses().stream()
              .filter(e -> e.transaction().equals(r.transactionId()))
              .findFirst();
      evse.ifPresent(e -> station.unplug(e.number()));
      return new RequestStopTransactionResponse(
          evse.isPresent() ? RequestStartStopStatus.ACCEPTED : RequestStartStopStatus.REJECTED,
          Optional.empty());
    }
    if (request instanceof GetTransactionStatusRequest r) {
      String wanted = r.transactionId().orElse("");
      return new GetTransactionStatusResponse(
          Optional.of(station.evses().stream().anyMatch(e -> e.transaction().equals(wanted))),
          false);
    }
    if (request instanceof RequestStartTransactionRequest) {
      // a vehicle must be plugged in by hand here
      return new RequestStartTransactionResponse(
          RequestStartStopStatus.REJECTED, Optional.empty(), Optional.empty());
    }
    return upkeep.answer(request);
  }

  private ChargingProfileStatus set(SetChargingProfileRequest request) {
    ChargingProfile profile = request.chargingProfile();
    if (request.evseId() == 0) {
      station.evses().forEach(e -> e.profiles().put(profile, station.now()));
      return ChargingProfileStatus.ACCEPTED;
    }
    if (request.evseId() > settings.evses()) {
      return ChargingProfileStatus.REJECTED;
    }
    SimulatedEvse evse = station.evse(request.evseId());
    boolean wrongTransaction =
        profile.chargingProfilePurpose() == ChargingProfilePurpose.TX_PROFILE
            && (evse.transaction().isEmpty()
                || !profile.transactionId().orElse("").equals(evse.transaction()));
    if (wrongTransaction) {
      return ChargingProfileStatus.REJECTED;
    }
    evse.profiles().put(profile, station.now());
    return ChargingProfileStatus.ACCEPTED;
  }

  private Record composite(GetCompositeScheduleRequest r) {
    boolean known = r.evseId() >= 1 && r.evseId() <= settings.evses() && r.duration() > 0;
    return new GetCompositeScheduleResponse(
        known ? GenericStatus.ACCEPTED : GenericStatus.REJECTED,
        known
            ? Optional.of(station.evse(r.evseId()).profiles().composite(r, station.now(), settings))
            : Optional.empty(),
        Optional.empty());
  }

  private Record trigger(TriggerMessageRequest r) {
    List<SimulatedEvse> evses =
        r.evse()
            .filter(e -> e.id() >= 1 && e.id() <= settings.evses())
            .map(e -> List.of(station.evse(e.id())))
            .orElse(station.evses());
    TriggerMessageStatus status = TriggerMessageStatus.ACCEPTED;
    switch (r.requestedMessage()) {
      case STATUS_NOTIFICATION -> evses.forEach(station::status);
      case TRANSACTION_EVENT, METER_VALUES -> station.telemetry();
      case BOOT_NOTIFICATION -> station.boot();
      default -> status = TriggerMessageStatus.NOT_IMPLEMENTED;
    }
    return new TriggerMessageResponse(status, Optional.empty());
  }
}
