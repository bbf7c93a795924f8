package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import io.tidegate.codec.ocpp.json.Stamp;
import java.util.List;

/** Part of a report on monitors (N02). */
public record NotifyMonitoringReportRequest(
    int requestId, int seqNo, Stamp generatedAt, boolean tbc, List<MonitoringData> monitor)
    implements Request {
  public NotifyMonitoringReportRequest {
    monitor = List.copyOf(monitor);
  }
}
