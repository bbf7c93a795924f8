package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Response;

/** Taken. */
public record NotifyMonitoringReportResponse() implements Response {}
