package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Response;
import java.util.Optional;

/** Whether it is installed. */
public record InstallCertificateResponse(
    InstallCertificateStatus status, Optional<StatusInfo> statusInfo) implements Response {}
