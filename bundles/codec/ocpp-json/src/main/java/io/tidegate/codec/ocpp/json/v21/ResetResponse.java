package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Response;
import java.util.Optional;

/** Whether the station will. */
public record ResetResponse(ResetStatus status, Optional<StatusInfo> statusInfo)
    implements Response {}
