package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import java.util.List;

/** Read variables (B06). */
public record GetVariablesRequest(List<GetVariableData> getVariableData) implements Request {
  public GetVariablesRequest {
    getVariableData = List.copyOf(getVariableData);
  }
}
