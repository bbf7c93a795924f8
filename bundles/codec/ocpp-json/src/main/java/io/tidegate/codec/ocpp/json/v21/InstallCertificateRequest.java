package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;

/**
 * Trust this root (M05).
 *
 * @param certificate PEM
 */
public record InstallCertificateRequest(InstallCertificateUse certificateType, String certificate)
    implements Request {}
