package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import java.util.List;

/** Set monitors (N04). */
public record SetVariableMonitoringRequest(List<SetMonitoringData> setMonitoringData)
    implements Request {
  public SetVariableMonitoringRequest {
    setMonitoringData = List.copyOf(setMonitoringData);
  }
}
