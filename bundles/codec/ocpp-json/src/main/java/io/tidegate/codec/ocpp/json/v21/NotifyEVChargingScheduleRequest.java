package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import io.tidegate.codec.ocpp.json.Stamp;
import java.util.Optional;
import java.util.OptionalInt;

/** What a vehicle will do (K15). */
public record NotifyEVChargingScheduleRequest(
    Stamp timeBase,
    int evseId,
    ChargingSchedule chargingSchedule,
    OptionalInt selectedChargingScheduleId,
    Optional<Boolean> powerToleranceAcceptance)
    implements Request {
  /** Without what a plain station has no use for. */
  public NotifyEVChargingScheduleRequest(
      Stamp timeBase, int evseId, ChargingSchedule chargingSchedule) {
    this(timeBase, evseId, chargingSchedule, OptionalInt.empty(), Optional.empty());
  }
}
