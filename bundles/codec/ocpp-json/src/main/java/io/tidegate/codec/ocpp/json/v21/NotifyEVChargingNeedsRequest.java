package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.CustomData;
import io.tidegate.codec.ocpp.json.Request;
import io.tidegate.codec.ocpp.json.Stamp;
import java.util.Optional;
import java.util.OptionalInt;

/** What a vehicle needs, by ISO 15118 (K15). */
public record NotifyEVChargingNeedsRequest(
    int evseId,
    ChargingNeeds chargingNeeds,
    OptionalInt maxScheduleTuples,
    Optional<Stamp> timestamp,
    Optional<CustomData> customData)
    implements Request {
  /** Without what a plain station has no use for. */
  public NotifyEVChargingNeedsRequest(
      int evseId, ChargingNeeds chargingNeeds, Optional<CustomData> customData) {
    this(evseId, chargingNeeds, OptionalInt.empty(), Optional.empty(), customData);
  }
}
