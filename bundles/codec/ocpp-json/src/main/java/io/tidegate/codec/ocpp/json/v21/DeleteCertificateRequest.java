package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;

/** Forget a certificate (M04). */
public record DeleteCertificateRequest(CertificateHashData certificateHashData)
    implements Request {}
