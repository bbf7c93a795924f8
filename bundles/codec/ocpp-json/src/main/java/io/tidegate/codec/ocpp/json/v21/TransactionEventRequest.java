package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.CustomData;
import io.tidegate.codec.ocpp.json.Request;
import io.tidegate.codec.ocpp.json.Stamp;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Something happened in a transaction (block E). */
public record TransactionEventRequest(
    TransactionEventType eventType,
    Stamp timestamp,
    TriggerReason triggerReason,
    int seqNo,
    boolean offline,
    OptionalInt numberOfPhasesUsed,
    Transaction transactionInfo,
    Optional<Evse> evse,
    Optional<IdToken> idToken,
    List<MeterValue> meterValue,
    OptionalInt cableMaxCurrent,
    OptionalInt reservationId,
    Optional<PreconditioningStatus> preconditioningStatus,
    Optional<Boolean> evseSleep,
    Optional<CustomData> customData)
    implements Request {
  public TransactionEventRequest {
    meterValue = List.copyOf(meterValue);
  }

  /** Without what a plain station has no use for. */
  public TransactionEventRequest(
      TransactionEventType eventType,
      Stamp timestamp,
      TriggerReason triggerReason,
      int seqNo,
      boolean offline,
      OptionalInt numberOfPhasesUsed,
      Transaction transactionInfo,
      Optional<Evse> evse,
      Optional<IdToken> idToken,
      List<MeterValue> meterValue,
      Optional<CustomData> customData) {
    this(
        eventType,
        timestamp,
        triggerReason,
        seqNo,
        offline,
        numberOfPhasesUsed,
        transactionInfo,
        evse,
        idToken,
        meterValue,
        OptionalInt.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        customData);
  }
}
