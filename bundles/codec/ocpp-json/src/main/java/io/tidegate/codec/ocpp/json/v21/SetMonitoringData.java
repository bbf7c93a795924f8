package io.tidegate.codec.ocpp.json.v21;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A monitor to be set.
 *
 * @param id absent for a new one
 */
public record SetMonitoringData(
    MonitorType type,
    BigDecimal value,
    int severity,
    Component component,
    Variable variable,
    OptionalInt id,
    Optional<Boolean> transaction,
    Optional<PeriodicEventStreamParams> periodicEventStream) {}
