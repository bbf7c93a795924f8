package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Response;

/** Whether there were any. */
public record ClearChargingProfileResponse(ClearChargingProfileStatus status) implements Response {}
