package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Response;
import java.util.Optional;

/** Whether there was one. */
public record CancelReservationResponse(GenericStatus status, Optional<StatusInfo> statusInfo)
    implements Response {}
