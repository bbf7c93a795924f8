package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Stamp;
import java.util.Optional;
import java.util.OptionalInt;

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
    Variable variable,
    OptionalInt cause,
    Optional<String> techCode,
    Optional<String> techInfo,
    OptionalInt variableMonitoringId,
    OptionalInt severity) {
  /** Without what a plain station has no use for. */
  public EventData(
      int eventId,
      Stamp timestamp,
      EventTrigger trigger,
      String actualValue,
      Optional<Boolean> cleared,
      Optional<String> transactionId,
      EventNotificationType eventNotificationType,
      Component component,
      Variable variable) {
    this(
        eventId,
        timestamp,
        trigger,
        actualValue,
        cleared,
        transactionId,
        eventNotificationType,
        component,
        variable,
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        OptionalInt.empty());
  }
}
