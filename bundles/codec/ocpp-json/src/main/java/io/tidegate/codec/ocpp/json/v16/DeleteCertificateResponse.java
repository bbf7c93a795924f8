package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Response;

/** Whether it is gone. */
public record DeleteCertificateResponse(DeleteCertificateStatus status) implements Response {}
