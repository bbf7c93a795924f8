package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Response;
import java.util.Optional;

/** Whether there were any. */
public record ClearDERControlResponse(DerControlStatus status, Optional<StatusInfo> statusInfo)
    implements Response {}
