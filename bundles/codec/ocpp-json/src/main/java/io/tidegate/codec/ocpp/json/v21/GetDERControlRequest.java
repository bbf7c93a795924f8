package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import java.util.Optional;

/** Report grid support functions (R04). */
public record GetDERControlRequest(
    int requestId,
    Optional<Boolean> isDefault,
    Optional<DerControlType> controlType,
    Optional<String> controlId)
    implements Request {}
