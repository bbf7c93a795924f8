package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import java.util.Optional;

/** Forget grid support functions (R04). */
public record ClearDERControlRequest(
    boolean isDefault, Optional<DerControlType> controlType, Optional<String> controlId)
    implements Request {}
