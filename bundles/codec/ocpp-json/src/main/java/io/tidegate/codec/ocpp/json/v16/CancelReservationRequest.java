package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;

/** Keep a connector no longer. */
public record CancelReservationRequest(int reservationId) implements Request {}
