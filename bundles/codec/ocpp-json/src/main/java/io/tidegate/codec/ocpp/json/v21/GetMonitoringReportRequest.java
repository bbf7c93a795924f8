package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import java.util.List;

/** Report monitors (N02). */
public record GetMonitoringReportRequest(
    int requestId,
    List<MonitoringCriterion> monitoringCriteria,
    List<ComponentVariable> componentVariable)
    implements Request {
  public GetMonitoringReportRequest {
    monitoringCriteria = List.copyOf(monitoringCriteria);
    componentVariable = List.copyOf(componentVariable);
  }
}
