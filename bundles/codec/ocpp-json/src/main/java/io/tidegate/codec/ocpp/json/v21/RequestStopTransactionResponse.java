package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Response;
import java.util.Optional;

/** Whether the station will. */
public record RequestStopTransactionResponse(
    RequestStartStopStatus status, Optional<StatusInfo> statusInfo) implements Response {}
