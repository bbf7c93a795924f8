package io.tidegate.codec.ocpp.json.v201;

import io.tidegate.codec.ocpp.json.Response;

/** The token's standing. */
public record AuthorizeResponse(IdTokenInfo idTokenInfo) implements Response {}
