package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Response;
import java.util.Optional;

/** Those, when there are. */
public record PullDynamicScheduleUpdateResponse(
    ChargingProfileStatus status,
    Optional<ChargingScheduleUpdate> scheduleUpdate,
    Optional<StatusInfo> statusInfo)
    implements Response {}
