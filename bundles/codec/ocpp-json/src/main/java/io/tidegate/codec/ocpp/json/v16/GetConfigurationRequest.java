package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;
import java.util.List;

/** Read keys; none: all. */
public record GetConfigurationRequest(List<String> key) implements Request {
  public GetConfigurationRequest {
    key = List.copyOf(key);
  }
}
