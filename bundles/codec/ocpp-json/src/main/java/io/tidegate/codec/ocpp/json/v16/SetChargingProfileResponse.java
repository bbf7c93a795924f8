package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Response;

/** Whether the station does. */
public record SetChargingProfileResponse(ChargingProfileStatus status) implements Response {}
