package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Response;
import java.util.Optional;

/** Taken. */
public record NotifyEVChargingScheduleResponse(
    GenericStatus status, Optional<StatusInfo> statusInfo) implements Response {}
