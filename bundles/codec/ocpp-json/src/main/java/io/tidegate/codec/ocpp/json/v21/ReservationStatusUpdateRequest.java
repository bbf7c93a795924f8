package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;

/** A reservation has ended (H04). */
public record ReservationStatusUpdateRequest(
    int reservationId, ReservationUpdateStatus reservationUpdateStatus) implements Request {}
