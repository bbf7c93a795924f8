package io.tidegate.codec.ocpp.json.v21;

import java.util.Optional;

/** What became of a monitor that was to go. */
public record ClearMonitoringResult(
    ClearMonitoringStatus status, int id, Optional<StatusInfo> statusInfo) {}
