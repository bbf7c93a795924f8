package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import io.tidegate.codec.ocpp.json.Stamp;
import java.util.Optional;

/** A grid support function has tripped or is well again (R05). */
public record NotifyDERAlarmRequest(
    DerControlType controlType,
    Stamp timestamp,
    Optional<GridEventFault> gridEventFault,
    Optional<Boolean> alarmEnded,
    Optional<String> extraInfo)
    implements Request {}
