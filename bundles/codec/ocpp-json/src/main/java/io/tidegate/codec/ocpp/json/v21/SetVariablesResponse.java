package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Response;
import java.util.List;

/** What became of each. */
public record SetVariablesResponse(List<SetVariableResult> setVariableResult) implements Response {
  public SetVariablesResponse {
    setVariableResult = List.copyOf(setVariableResult);
  }
}
