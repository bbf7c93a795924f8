package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.CustomData;
import io.tidegate.codec.ocpp.json.Request;
import java.util.List;
import java.util.Optional;

/** Measurements outside a transaction (block J). */
public record MeterValuesRequest(
    int evseId, List<MeterValue> meterValue, Optional<CustomData> customData) implements Request {
  public MeterValuesRequest {
    meterValue = List.copyOf(meterValue);
  }
}
