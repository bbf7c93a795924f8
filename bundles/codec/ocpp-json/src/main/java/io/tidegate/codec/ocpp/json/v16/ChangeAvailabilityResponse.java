package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Response;

/** Whether it is. */
public record ChangeAvailabilityResponse(AvailabilityStatus status) implements Response {}
