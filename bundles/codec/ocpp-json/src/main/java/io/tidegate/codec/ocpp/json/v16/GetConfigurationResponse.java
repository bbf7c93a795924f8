package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Response;
import java.util.List;

/** Their values, and those that nobody knows. */
public record GetConfigurationResponse(List<KeyValue> configurationKey, List<String> unknownKey)
    implements Response {
  public GetConfigurationResponse {
    configurationKey = List.copyOf(configurationKey);
    unknownKey = List.copyOf(unknownKey);
  }
}
