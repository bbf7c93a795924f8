package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Response;
import java.util.Optional;

/** Whether it will be. */
public record SignCertificateResponse(GenericStatus status, Optional<StatusInfo> statusInfo)
    implements Response {}
