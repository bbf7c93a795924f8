package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.CustomData;
import java.util.Optional;
import java.util.OptionalInt;

/** A transaction by the station's word. */
public record Transaction(
    String transactionId,
    Optional<ChargingState> chargingState,
    OptionalInt timeSpentCharging,
    Optional<StoppedReason> stoppedReason,
    OptionalInt remoteStartId,
    Optional<OperationMode> operationMode,
    Optional<CustomData> customData) {
  /** Without what a plain station has no use for. */
  public Transaction(
      String transactionId,
      Optional<ChargingState> chargingState,
      OptionalInt timeSpentCharging,
      Optional<StoppedReason> stoppedReason,
      OptionalInt remoteStartId,
      Optional<CustomData> customData) {
    this(
        transactionId,
        chargingState,
        timeSpentCharging,
        stoppedReason,
        remoteStartId,
        Optional.empty(),
        customData);
  }
}
