package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Response;
import java.util.List;

/** Their values. */
public record GetVariablesResponse(List<GetVariableResult> getVariableResult) implements Response {
  public GetVariablesResponse {
    getVariableResult = List.copyOf(getVariableResult);
  }
}
