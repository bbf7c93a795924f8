package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import java.util.List;

/** Report a part of the device model (B08). */
public record GetReportRequest(
    int requestId,
    List<ComponentCriterion> componentCriteria,
    List<ComponentVariable> componentVariable)
    implements Request {
  public GetReportRequest {
    componentCriteria = List.copyOf(componentCriteria);
    componentVariable = List.copyOf(componentVariable);
  }
}
