package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;

/** Which certificates do you hold? (security white paper M03) */
public record GetInstalledCertificateIdsRequest(CertificateUse certificateType)
    implements Request {}
