package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.CustomData;
import io.tidegate.codec.ocpp.json.Stamp;
import java.util.List;
import java.util.Optional;

/** Values sampled at one instant. */
public record MeterValue(
    Stamp timestamp, List<SampledValue> sampledValue, Optional<CustomData> customData) {
  public MeterValue {
    sampledValue = List.copyOf(sampledValue);
  }
}
