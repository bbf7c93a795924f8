package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Response;
import java.util.Optional;
import java.util.OptionalInt;

/** What the vehicle shall get; passed on as it is. */
public record Get15118EVCertificateResponse(
    RetrievalStatus status,
    String exiResponse,
    OptionalInt remainingContracts,
    Optional<StatusInfo> statusInfo)
    implements Response {}
