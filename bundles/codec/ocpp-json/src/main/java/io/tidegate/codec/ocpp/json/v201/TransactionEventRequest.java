package io.tidegate.codec.ocpp.json.v201;

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
    Optional<CustomData> customData)
    implements Request {
  public TransactionEventRequest {
    meterValue = List.copyOf(meterValue);
  }
}
