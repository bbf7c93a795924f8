package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Sign my certificate (A02).
 *
 * @param csr PEM
 */
public record SignCertificateRequest(
    String csr,
    Optional<CertificateSigningUse> certificateType,
    Optional<CertificateHashData> hashRootCertificate,
    OptionalInt requestId)
    implements Request {}
