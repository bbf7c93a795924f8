package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Stamp;
import java.util.List;

/** Values sampled at one instant. */
public record MeterValue(Stamp timestamp, List<SampledValue> sampledValue) {
  public MeterValue {
    sampledValue = List.copyOf(sampledValue);
  }
}
