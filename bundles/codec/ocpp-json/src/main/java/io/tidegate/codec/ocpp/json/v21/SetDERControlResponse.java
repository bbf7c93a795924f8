package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Response;
import java.util.List;
import java.util.Optional;

/** Whether it is set, and what it supersedes. */
public record SetDERControlResponse(
    DerControlStatus status, Optional<StatusInfo> statusInfo, List<String> supersededIds)
    implements Response {
  public SetDERControlResponse {
    supersededIds = List.copyOf(supersededIds);
  }
}
