package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;
import java.util.List;
import java.util.OptionalInt;

/** Measurements, of a transaction or not. */
public record MeterValuesRequest(
    int connectorId, List<MeterValue> meterValue, OptionalInt transactionId) implements Request {
  public MeterValuesRequest {
    meterValue = List.copyOf(meterValue);
  }
}
