package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Stamp;

/** State of a certificate. */
public record CertificateStatus(
    CertificateHashData certificateHashData,
    CertificateStatusSource source,
    CertificateState status,
    Stamp nextUpdate) {}
