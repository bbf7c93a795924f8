package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Response;
import java.util.Optional;

/** Whether it is. */
public record ChangeAvailabilityResponse(
    ChangeAvailabilityStatus status, Optional<StatusInfo> statusInfo) implements Response {}
