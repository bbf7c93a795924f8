package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Response;
import java.util.Optional;

/** The answer of the responder, base64 of DER. */
public record GetCertificateStatusResponse(
    RetrievalStatus status, Optional<String> ocspResult, Optional<StatusInfo> statusInfo)
    implements Response {}
