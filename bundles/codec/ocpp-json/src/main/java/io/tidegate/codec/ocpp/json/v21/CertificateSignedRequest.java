package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A signed certificate (A02).
 *
 * @param certificateChain PEM
 */
public record CertificateSignedRequest(
    String certificateChain, Optional<CertificateSigningUse> certificateType, OptionalInt requestId)
    implements Request {}
