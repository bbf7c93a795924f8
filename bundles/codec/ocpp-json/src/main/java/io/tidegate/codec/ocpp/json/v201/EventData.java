package io.tidegate.codec.ocpp.json.v201;

import io.tidegate.codec.ocpp.json.Stamp;
import java.util.Optional;

/** Something that happened at a component. */
public record EventData(
    int eventId,
    Stamp timestamp,
    EventTrigger trigger,
    String actualValue,
    Optional<Boolean> cleared,
    Optional<String> transactionId,
    EventNotificationType eventNotificationType,
    Component component,
    Variable variable) {}
