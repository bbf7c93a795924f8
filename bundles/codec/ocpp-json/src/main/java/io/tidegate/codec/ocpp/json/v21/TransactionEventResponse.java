package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Response;
import java.util.Optional;

/** Taken, with the token's standing when one was given. */
public record TransactionEventResponse(Optional<IdTokenInfo> idTokenInfo) implements Response {}
