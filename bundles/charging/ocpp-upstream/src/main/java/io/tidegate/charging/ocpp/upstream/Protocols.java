package io.tidegate.charging.ocpp.upstream;

import io.tidegate.codec.ocpp.json.Protocol;
import io.tidegate.codec.ocpp.json.Version;
import io.tidegate.codec.ocpp.json.v21.AFRRSignalRequest;
import io.tidegate.codec.ocpp.json.v21.ClearChargingProfileRequest;
import io.tidegate.codec.ocpp.json.v21.RequestStartTransactionRequest;
import io.tidegate.codec.ocpp.json.v21.SetChargingProfileRequest;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tables of the versions that are spoken upstream, each read when it is first needed. */
final class Protocols {
  private final Map<Version, Protocol> read = new EnumMap<>(Version.class);

  /** By the WebSocket subprotocol; empty when it is none of ours. */
  synchronized Optional<Protocol> of(String subprotocol) {
    for (Version version : Version.values()) {
      if (version.subprotocol().equals(subprotocol)) {
        return Optional.of(read.computeIfAbsent(version, Protocols::table));
      }
    }
    return Optional.empty();
  }

  private static Protocol table(Version version) {
    return switch (version) {
      case OCPP_1_6 ->
          new Protocol(
              version,
              List.of(
                  io.tidegate.codec.ocpp.json.v16.SetChargingProfileRequest.class,
                  io.tidegate.codec.ocpp.json.v16.ClearChargingProfileRequest.class,
                  io.tidegate.codec.ocpp.json.v16.RemoteStartTransactionRequest.class),
              false);
      case OCPP_2_0_1 ->
          new Protocol(
              version,
              List.of(
                  SetChargingProfileRequest.class,
                  ClearChargingProfileRequest.class,
                  RequestStartTransactionRequest.class),
              true);
      case OCPP_2_1 ->
          new Protocol(
              version,
              List.of(
                  SetChargingProfileRequest.class,
                  ClearChargingProfileRequest.class,
                  RequestStartTransactionRequest.class,
                  AFRRSignalRequest.class),
              true);
    };
  }
}
