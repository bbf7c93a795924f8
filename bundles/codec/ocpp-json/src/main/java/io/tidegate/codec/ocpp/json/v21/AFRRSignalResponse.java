package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Response;
import java.util.Optional;

/** Whether the station follows it. */
public record AFRRSignalResponse(GenericStatus status, Optional<StatusInfo> statusInfo)
    implements Response {}
