package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;

/** Trust this root, PEM (security white paper M05). */
public record InstallCertificateRequest(CertificateUse certificateType, String certificate)
    implements Request {}
