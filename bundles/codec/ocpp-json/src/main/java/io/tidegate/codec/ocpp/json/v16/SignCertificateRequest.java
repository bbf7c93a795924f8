package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;

/** Sign my certificate, PEM (security white paper A02). */
public record SignCertificateRequest(String csr) implements Request {}
