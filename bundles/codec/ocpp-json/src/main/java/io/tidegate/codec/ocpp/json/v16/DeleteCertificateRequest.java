package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;

/** Forget a certificate (security white paper M04). */
public record DeleteCertificateRequest(CertificateHashData certificateHashData)
    implements Request {}
