package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Response;
import java.util.Optional;

/** Whether a report comes. */
public record GetDERControlResponse(DerControlStatus status, Optional<StatusInfo> statusInfo)
    implements Response {}
