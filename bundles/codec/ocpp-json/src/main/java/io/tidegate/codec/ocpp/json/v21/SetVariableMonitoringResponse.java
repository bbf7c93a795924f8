package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Response;
import java.util.List;

/** What became of each. */
public record SetVariableMonitoringResponse(List<SetMonitoringResult> setMonitoringResult)
    implements Response {
  public SetVariableMonitoringResponse {
    setMonitoringResult = List.copyOf(setMonitoringResult);
  }
}
