package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Response;

/** Whether there was a reservation. */
public record CancelReservationResponse(GenericStatus status) implements Response {}
