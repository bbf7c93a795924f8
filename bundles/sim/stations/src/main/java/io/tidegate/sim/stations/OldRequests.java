package io.tidegate.sim.stations;

import io.tidegate.codec.ocpp.json.Request;
import io.tidegate.codec.ocpp.json.v16.ChangeConfigurationRequest;
import io.tidegate.codec.ocpp.json.v16.ChangeConfigurationResponse;
import io.tidegate.codec.ocpp.json.v16.ChargingProfile;
import io.tidegate.codec.ocpp.json.v16.ChargingProfileStatus;
import io.tidegate.codec.ocpp.json.v16.ChargingSchedule;
import io.tidegate.codec.ocpp.json.v16.ClearChargingProfileRequest;
import io.tidegate.codec.ocpp.json.v16.ClearChargingProfileResponse;
import io.tidegate.codec.ocpp.json.v16.ClearChargingProfileStatus;
import io.tidegate.codec.ocpp.json.v16.ConfigurationStatus;
import io.tidegate.codec.ocpp.json.v16.GenericStatus;
import io.tidegate.codec.ocpp.json.v16.GetCompositeScheduleRequest;
import io.tidegate.codec.ocpp.json.v16.GetCompositeScheduleResponse;
import io.tidegate.codec.ocpp.json.v16.GetConfigurationRequest;
import io.tidegate.codec.ocpp.json.v16.GetConfigurationResponse;
import io.tidegate.codec.ocpp.json.v16.KeyValue;
import io.tidegate.codec.ocpp.json.v16.RemoteStartTransactionRequest;
import io.tidegate.codec.ocpp.json.v16.RemoteStartTransactionResponse;
import io.tidegate.codec.ocpp.json.v16.RemoteStopTransactionRequest;
import io.tidegate.codec.ocpp.json.v16.RemoteStopTransactionResponse;
import io.tidegate.codec.ocpp.json.v16.SetChargingProfileRequest;
import io.tidegate.codec.ocpp.json.v16.SetChargingProfileResponse;
import io.tidegate.codec.ocpp.json.v16.TriggerMessageRequest;
import io.tidegate.codec.ocpp.json.v16.TriggerMessageResponse;
import io.tidegate.codec.ocpp.json.v16.TriggerMessageStatus;
import io.tidegate.codec.ocpp.json.v21.ChargingProfileKind;
import io.tidegate.codec.ocpp.json.v21.ChargingProfilePurpose;
import io.tidegate.codec.ocpp.json.v21.ChargingRateUnit;
import io.tidegate.codec.ocpp.json.v21.ChargingSchedulePeriod;
import io.tidegate.codec.ocpp.json.v21.CompositeSchedule;
import io.tidegate.codec.ocpp.json.v21.Evse;
import io.tidegate.codec.ocpp.json.v21.MessageTrigger;
import io.tidegate.codec.ocpp.json.v21.RequestStartStopStatus;
import io.tidegate.codec.ocpp.json.v21.RequestStopTransactionRequest;
import io.tidegate.codec.ocpp.json.v21.RequestStopTransactionResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** What a site asks in 1.6, as the station understands it, and its answers. Thread-confined. */
final class OldRequests {
  private static final String RATE_UNITS = "ChargingScheduleAllowedChargingRateUnit";

  private final Map<String, Integer> numbers;

  /**
   * @param numbers of running transactions, by the station's own names
   */
  OldRequests(Map<String, Integer> numbers) {
    this.numbers = numbers;
  }

  Record answer(Request request, Function<Request, Record> acts) {
    if (request instanceof SetChargingProfileRequest r) {
      var answer =
          (io.tidegate.codec.ocpp.json.v21.SetChargingProfileResponse)
              acts.apply(
                  new io.tidegate.codec.ocpp.json.v21.SetChargingProfileRequest(
                      r.connectorId(), profile(r.csChargingProfiles())));
      return new SetChargingProfileResponse(ChargingProfileStatus.valueOf(answer.status().name()));
    }
    if (request instanceof ClearChargingProfileRequest r) {
      var answer =
          (io.tidegate.codec.ocpp.json.v21.ClearChargingProfileResponse)
              acts.apply(
                  new io.tidegate.codec.ocpp.json.v21.ClearChargingProfileRequest(
                      r.id(), Optional.empty()));
      return new ClearChargingProfileResponse(
          ClearChargingProfileStatus.valueOf(answer.status().name()));
    }
    if (request instanceof TriggerMessageRequest r) {
      return trigger(r, acts);
    }
    if (request instanceof GetCompositeScheduleRequest r) {
      return composite(r, acts);
    }
    if (request instanceof ChangeConfigurationRequest) {
      return new ChangeConfigurationResponse(ConfigurationStatus.ACCEPTED);
    }
    if (request instanceof GetConfigurationRequest r) {
      return new GetConfigurationResponse(
          r.key().stream()
              .filter(RATE_UNITS::equals)
              .map(k -> new KeyValue(k, true, Optional.of("Current,Power")))
              .toList(),
          r.key().stream().filter(k -> !k.equals(RATE_UNITS)).toList());
    }
    if (request instanceof RemoteStopTransactionRequest r) {
      var answer =
          (RequestStopTransactionResponse)
              acts.apply(new RequestStopTransactionRequest(name(r.transactionId())));
      return new RemoteStopTransactionResponse(
          answer.status() == RequestStartStopStatus.ACCEPTED
              ? GenericStatus.ACCEPTED
              : GenericStatus.REJECTED);
    }
    return request instanceof RemoteStartTransactionRequest
        // a vehicle must be plugged in by hand here
        ? new RemoteStartTransactionResponse(GenericStatus.REJECTED)
        : null;
  }

  private String name(int number) {
    return numbers.entrySet().stream()
        .filter(e -> e.getValue() == number)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("unknown-" + number);
  }

  private static Record trigger(TriggerMessageRequest r, Function<Request, Record> acts) {
    Optional<MessageTrigger> wanted =
        switch (r.requestedMessage()) {
          case BOOT_NOTIFICATION -> Optional.of(MessageTrigger.BOOT_NOTIFICATION);
          case METER_VALUES -> Optional.of(MessageTrigger.METER_VALUES);
          case STATUS_NOTIFICATION -> Optional.of(MessageTrigger.STATUS_NOTIFICATION);
          default -> Optional.empty();
        };
    if (wanted.isEmpty()) {
      return new TriggerMessageResponse(TriggerMessageStatus.NOT_IMPLEMENTED);
    }
    Optional<Evse> evse =
        r.connectorId().isPresent()
            ? Optional.of(new Evse(r.connectorId().getAsInt(), OptionalInt.empty()))
            : Optional.empty();
    var answer =
        (io.tidegate.codec.ocpp.json.v21.TriggerMessageResponse)
            acts.apply(
                new io.tidegate.codec.ocpp.json.v21.TriggerMessageRequest(wanted.get(), evse));
    return new TriggerMessageResponse(TriggerMessageStatus.valueOf(answer.status().name()));
  }

  private static Record composite(GetCompositeScheduleRequest r, Function<Request, Record> acts) {
    var answer =
        (io.tidegate.codec.ocpp.json.v21.GetCompositeScheduleResponse)
            acts.apply(
                new io.tidegate.codec.ocpp.json.v21.GetCompositeScheduleRequest(
                    r.duration(),
                    r.connectorId(),
                    r.chargingRateUnit().map(u -> ChargingRateUnit.valueOf(u.name()))));
    Optional<CompositeSchedule> schedule = answer.schedule();
    return new GetCompositeScheduleResponse(
        GenericStatus.valueOf(answer.status().name()),
        schedule.isPresent() ? OptionalInt.of(r.connectorId()) : OptionalInt.empty(),
        schedule.map(CompositeSchedule::scheduleStart),
        schedule.map(
            s ->
                new ChargingSchedule(
                    io.tidegate.codec.ocpp.json.v16.ChargingRateUnit.valueOf(
                        s.chargingRateUnit().name()),
                    s.chargingSchedulePeriod().stream()
                        .map(
                            p ->
                                new io.tidegate.codec.ocpp.json.v16.ChargingSchedulePeriod(
                                    p.startPeriod(), p.limit().orElseThrow(), p.numberPhases()))
                        .toList(),
                    OptionalInt.of(s.duration()),
                    Optional.of(s.scheduleStart()),
                    Optional.empty())));
  }

  private io.tidegate.codec.ocpp.json.v21.ChargingProfile profile(ChargingProfile p) {
    return new io.tidegate.codec.ocpp.json.v21.ChargingProfile(
        p.chargingProfileId(),
        p.stackLevel(),
        switch (p.chargingProfilePurpose()) {
          case CHARGE_POINT_MAX_PROFILE -> ChargingProfilePurpose.CHARGING_STATION_MAX_PROFILE;
          case TX_DEFAULT_PROFILE -> ChargingProfilePurpose.TX_DEFAULT_PROFILE;
          case TX_PROFILE -> ChargingProfilePurpose.TX_PROFILE;
        },
        ChargingProfileKind.valueOf(p.chargingProfileKind().name()),
        Optional.empty(),
        p.validFrom(),
        p.validTo(),
        p.transactionId().isPresent()
            ? Optional.of(name(p.transactionId().getAsInt()))
            : Optional.empty(),
        List.of(schedule(p.chargingSchedule())));
  }

  private static io.tidegate.codec.ocpp.json.v21.ChargingSchedule schedule(ChargingSchedule s) {
    return new io.tidegate.codec.ocpp.json.v21.ChargingSchedule(
        1,
        s.startSchedule(),
        s.duration(),
        ChargingRateUnit.valueOf(s.chargingRateUnit().name()),
        s.chargingSchedulePeriod().stream()
            .map(
                p ->
                    new ChargingSchedulePeriod(
                        p.startPeriod(), p.limit(), p.numberPhases(), OptionalInt.empty()))
            .toList(),
        s.minChargingRate());
  }
}
