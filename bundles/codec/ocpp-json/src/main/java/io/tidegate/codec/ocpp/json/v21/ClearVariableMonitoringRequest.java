package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import java.util.List;

/** Forget monitors (N06). */
public record ClearVariableMonitoringRequest(List<Integer> id) implements Request {
  public ClearVariableMonitoringRequest {
    id = List.copyOf(id);
  }
}
