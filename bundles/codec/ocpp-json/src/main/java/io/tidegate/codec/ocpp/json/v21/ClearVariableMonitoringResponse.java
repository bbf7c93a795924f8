package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Response;
import java.util.List;

/** What became of each. */
public record ClearVariableMonitoringResponse(List<ClearMonitoringResult> clearMonitoringResult)
    implements Response {
  public ClearVariableMonitoringResponse {
    clearMonitoringResult = List.copyOf(clearMonitoringResult);
  }
}
