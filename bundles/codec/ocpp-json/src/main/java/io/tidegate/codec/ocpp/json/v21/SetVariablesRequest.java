package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import java.util.List;

/** Write variables (B05). */
public record SetVariablesRequest(List<SetVariableData> setVariableData) implements Request {
  public SetVariablesRequest {
    setVariableData = List.copyOf(setVariableData);
  }
}
