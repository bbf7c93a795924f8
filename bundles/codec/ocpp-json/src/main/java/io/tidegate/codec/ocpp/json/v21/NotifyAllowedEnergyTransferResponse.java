package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Response;
import java.util.Optional;

/** Whether the station takes it up with the vehicle. */
public record NotifyAllowedEnergyTransferResponse(
    GenericStatus status, Optional<StatusInfo> statusInfo) implements Response {}
