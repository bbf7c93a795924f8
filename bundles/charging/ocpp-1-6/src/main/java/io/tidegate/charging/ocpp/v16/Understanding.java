package io.tidegate.charging.ocpp.v16;

import io.tidegate.api.connection.OutboundCall;
import io.tidegate.codec.ocpp.json.Protocol;
import io.tidegate.codec.ocpp.json.Violation;
import io.tidegate.codec.ocpp.json.v16.CertificateSignedResponse;
import io.tidegate.codec.ocpp.json.v16.ChangeConfigurationRequest;
import io.tidegate.codec.ocpp.json.v16.ChangeConfigurationResponse;
import io.tidegate.codec.ocpp.json.v16.ConfigurationStatus;
import io.tidegate.codec.ocpp.json.v16.ExtendedTriggerMessageResponse;
import io.tidegate.codec.ocpp.json.v16.GenericStatus;
import io.tidegate.codec.ocpp.json.v16.GetCompositeScheduleResponse;
import io.tidegate.codec.ocpp.json.v16.GetConfigurationResponse;
import io.tidegate.codec.ocpp.json.v16.KeyValue;
import io.tidegate.codec.ocpp.json.v16.RemoteStartTransactionResponse;
import io.tidegate.codec.ocpp.json.v16.RemoteStopTransactionResponse;
import io.tidegate.codec.ocpp.json.v16.SetChargingProfileResponse;
import io.tidegate.codec.ocpp.json.v16.TriggerMessageResponse;
import io.tidegate.codec.ocpp.json.v21.ChargingProfileStatus;
import io.tidegate.codec.ocpp.json.v21.GetVariableResult;
import io.tidegate.codec.ocpp.json.v21.GetVariableStatus;
import io.tidegate.codec.ocpp.json.v21.GetVariablesResponse;
import io.tidegate.codec.ocpp.json.v21.RequestStartStopStatus;
import io.tidegate.codec.ocpp.json.v21.RequestStartTransactionResponse;
import io.tidegate.codec.ocpp.json.v21.RequestStopTransactionResponse;
import io.tidegate.codec.ocpp.json.v21.SetVariableResult;
import io.tidegate.codec.ocpp.json.v21.SetVariableStatus;
import io.tidegate.codec.ocpp.json.v21.SetVariablesResponse;
import io.tidegate.codec.ocpp.json.v21.StatusInfo;
import io.tidegate.codec.ocpp.json.v21.TriggerMessageStatus;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a station's answer in 1.6 means in the words of 2.1. Thread-safe. */
final class Understanding {
  private final Protocol protocol;

  Understanding(Protocol protocol) {
    this.protocol = protocol;
  }

  /** Empty when it keeps the rules and means nothing to the engine. */
  Optional<Record> of(OutboundCall call, String payload) throws Violation {
    Record answer = protocol.response(call.action(), payload).orElse(null);
    if (answer instanceof SetChargingProfileResponse response) {
      return Optional.of(profile(response));
    }
    if (answer instanceof GetCompositeScheduleResponse response) {
      return Optional.of(Profiles.composite(response));
    }
    if (answer instanceof ChangeConfigurationResponse response) {
      return Optional.of(changed(call, response));
    }
    if (answer instanceof GetConfigurationResponse response) {
      return Optional.of(read(response));
    }
    if (answer instanceof RemoteStartTransactionResponse response) {
      return Optional.of(
          new RequestStartTransactionResponse(
              status(response.status()), Optional.empty(), Optional.empty()));
    }
    if (answer instanceof RemoteStopTransactionResponse response) {
      return Optional.of(
          new RequestStopTransactionResponse(status(response.status()), Optional.empty()));
    }
    if (answer instanceof TriggerMessageResponse response) {
      return Optional.of(triggered(response.status().name()));
    }
    if (answer instanceof ExtendedTriggerMessageResponse response) {
      return Optional.of(triggered(response.status().name()));
    }
    if (answer instanceof CertificateSignedResponse response) {
      return Optional.of(
          new io.tidegate.codec.ocpp.json.v21.CertificateSignedResponse(
              io.tidegate.codec.ocpp.json.v21.GenericStatus.valueOf(response.status().name()),
              Optional.empty()));
    }
    return Optional.empty();
  }

  private static RequestStartStopStatus status(GenericStatus status) {
    return RequestStartStopStatus.valueOf(status.name());
  }

  private static Record triggered(String status) {
    return new io.tidegate.codec.ocpp.json.v21.TriggerMessageResponse(
        TriggerMessageStatus.valueOf(status), Optional.empty());
  }

  private static Record profile(SetChargingProfileResponse response) {
    return switch (response.status()) {
      case ACCEPTED ->
          new io.tidegate.codec.ocpp.json.v21.SetChargingProfileResponse(
              ChargingProfileStatus.ACCEPTED, Optional.empty());
      case REJECTED ->
          new io.tidegate.codec.ocpp.json.v21.SetChargingProfileResponse(
              ChargingProfileStatus.REJECTED, Optional.empty());
      case NOT_SUPPORTED ->
          new io.tidegate.codec.ocpp.json.v21.SetChargingProfileResponse(
              ChargingProfileStatus.REJECTED,
              Optional.of(new StatusInfo("NotSupported", Optional.empty())));
    };
  }

  private Record changed(OutboundCall call, ChangeConfigurationResponse response) throws Violation {
    String key = protocol.request(ChangeConfigurationRequest.class, call.payload()).key();
    return new SetVariablesResponse(
        List.of(
            new SetVariableResult(
                status(response.status()),
                Keys.component(key),
                Keys.variable(key),
                Optional.empty())));
  }

  private static SetVariableStatus status(ConfigurationStatus status) {
    return switch (status) {
      case ACCEPTED -> SetVariableStatus.ACCEPTED;
      case REJECTED -> SetVariableStatus.REJECTED;
      case REBOOT_REQUIRED -> SetVariableStatus.REBOOT_REQUIRED;
      case NOT_SUPPORTED -> SetVariableStatus.UNKNOWN_VARIABLE;
    };
  }

  private static Record read(GetConfigurationResponse response) {
    Stream<GetVariableResult> known =
        response.configurationKey().stream()
            .map(k -> result(k.key(), GetVariableStatus.ACCEPTED, value(k)));
    Stream<GetVariableResult> unknown =
        response.unknownKey().stream()
            .map(k -> result(k, GetVariableStatus.UNKNOWN_VARIABLE, Optional.empty()));
    return new GetVariablesResponse(Stream.concat(known, unknown).toList());
  }

  private static GetVariableResult result(
      String key, GetVariableStatus status, Optional<String> value) {
    return new GetVariableResult(
        status, Keys.component(key), Keys.variable(key), Optional.empty(), value);
  }

  /** 1.6 names the quantities, not the units. */
  private static Optional<String> value(KeyValue key) {
    return key.key().equals(Keys.RATE_UNITS)
        ? key.value()
            .map(
                text ->
                    Stream.of(text.split(",", -1))
                        .map(word -> word.strip().toLowerCase(Locale.ROOT))
                        .map(word -> unit(word))
                        .collect(Collectors.joining(",")))
        : key.value();
  }

  private static String unit(String word) {
    return switch (word) {
      case "current", "a", "amps" -> "A";
      case "power", "w", "watts" -> "W";
      default -> word;
    };
  }
}
