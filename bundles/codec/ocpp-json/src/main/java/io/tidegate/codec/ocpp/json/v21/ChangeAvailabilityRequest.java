package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import java.util.Optional;

/** Put a station or a part of it in or out of service (G03, G04). */
public record ChangeAvailabilityRequest(OperationalStatus operationalStatus, Optional<Evse> evse)
    implements Request {}
