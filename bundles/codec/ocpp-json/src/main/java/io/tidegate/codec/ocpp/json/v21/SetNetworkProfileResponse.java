package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Response;
import java.util.Optional;

/** Whether it is kept. */
public record SetNetworkProfileResponse(
    SetNetworkProfileStatus status, Optional<StatusInfo> statusInfo) implements Response {}
