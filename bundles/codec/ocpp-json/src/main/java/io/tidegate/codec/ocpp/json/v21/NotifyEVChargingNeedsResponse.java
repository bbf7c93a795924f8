package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Response;
import java.util.Optional;

/** Whether it will be served. */
public record NotifyEVChargingNeedsResponse(
    ChargingNeedsStatus status, Optional<StatusInfo> statusInfo) implements Response {}
