package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Response;
import java.util.Optional;

/** Whether the station holds them. */
public record UpdateDynamicScheduleResponse(
    ChargingProfileStatus status, Optional<StatusInfo> statusInfo) implements Response {}
