package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;
import io.tidegate.codec.ocpp.json.Stamp;
import java.util.List;
import java.util.Optional;

/**
 * A transaction has ended.
 *
 * @param meterStop Wh
 */
public record StopTransactionRequest(
    int meterStop,
    Stamp timestamp,
    int transactionId,
    Optional<String> idTag,
    Optional<StopReason> reason,
    List<MeterValue> transactionData)
    implements Request {
  public StopTransactionRequest {
    transactionData = List.copyOf(transactionData);
  }
}
