package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Response;

/** Whether it will be. */
public record SignCertificateResponse(GenericStatus status) implements Response {}
