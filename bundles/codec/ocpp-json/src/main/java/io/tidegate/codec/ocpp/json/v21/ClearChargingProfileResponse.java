package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Response;
import java.util.Optional;

/** Whether there were any. */
public record ClearChargingProfileResponse(
    ClearChargingProfileStatus status, Optional<StatusInfo> statusInfo) implements Response {}
