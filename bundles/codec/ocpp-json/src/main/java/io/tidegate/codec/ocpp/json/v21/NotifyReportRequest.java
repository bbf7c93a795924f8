package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import io.tidegate.codec.ocpp.json.Stamp;
import java.util.List;

/** Part of a report on the device model (B07). */
public record NotifyReportRequest(
    int requestId, Stamp generatedAt, boolean tbc, int seqNo, List<ReportData> reportData)
    implements Request {
  public NotifyReportRequest {
    reportData = List.copyOf(reportData);
  }
}
