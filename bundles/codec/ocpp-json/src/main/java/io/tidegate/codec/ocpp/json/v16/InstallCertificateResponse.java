package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Response;

/** Whether it is installed. */
public record InstallCertificateResponse(InstallCertificateStatus status) implements Response {}
