package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;

/** Is this certificate revoked? (M06) */
public record GetCertificateStatusRequest(OcspRequestData ocspRequestData) implements Request {}
