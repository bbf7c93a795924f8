package io.tidegate.codec.ocpp.json.v21;

import java.util.Optional;
import java.util.OptionalInt;

/** What became of a monitor. */
public record SetMonitoringResult(
    SetMonitoringStatus status,
    MonitorType type,
    int severity,
    Component component,
    Variable variable,
    OptionalInt id,
    Optional<StatusInfo> statusInfo) {}
