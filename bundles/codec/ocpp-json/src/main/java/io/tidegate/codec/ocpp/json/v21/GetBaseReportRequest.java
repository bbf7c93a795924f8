package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;

/** Report the device model (B07). */
public record GetBaseReportRequest(int requestId, ReportBase reportBase) implements Request {}
