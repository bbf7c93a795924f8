package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Response;
import java.util.Optional;

/** The token's standing when one was given. */
public record StopTransactionResponse(Optional<IdTagInfo> idTagInfo) implements Response {}
