package io.tidegate.codec.ocpp.json.v21;

import java.math.BigDecimal;
import java.util.Optional;

/** A monitor that a station holds. */
public record VariableMonitoring(
    int id,
    boolean transaction,
    BigDecimal value,
    MonitorType type,
    int severity,
    Optional<EventNotificationType> eventNotificationType) {}
