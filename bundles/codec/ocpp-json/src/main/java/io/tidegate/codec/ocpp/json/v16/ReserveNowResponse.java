package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Response;

/** Whether it is kept. */
public record ReserveNowResponse(ReservationStatus status) implements Response {}
