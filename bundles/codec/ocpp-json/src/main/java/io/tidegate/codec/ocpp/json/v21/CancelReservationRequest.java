package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;

/** Keep it no longer (H02). */
public record CancelReservationRequest(int reservationId) implements Request {}
