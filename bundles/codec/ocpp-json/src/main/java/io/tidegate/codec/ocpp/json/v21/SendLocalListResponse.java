package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Response;
import java.util.Optional;

/** Whether they are kept. */
public record SendLocalListResponse(SendLocalListStatus status, Optional<StatusInfo> statusInfo)
    implements Response {}
