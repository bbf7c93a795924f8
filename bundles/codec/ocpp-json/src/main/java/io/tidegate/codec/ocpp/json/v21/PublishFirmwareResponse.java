package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Response;
import java.util.Optional;

/** Whether it will. */
public record PublishFirmwareResponse(GenericStatus status, Optional<StatusInfo> statusInfo)
    implements Response {}
