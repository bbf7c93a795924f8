package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Response;
import java.util.Optional;

/** Whether it is gone. */
public record DeleteCertificateResponse(
    DeleteCertificateStatus status, Optional<StatusInfo> statusInfo) implements Response {}
