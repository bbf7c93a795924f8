package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Response;

/** The token's standing. */
public record AuthorizeResponse(IdTagInfo idTagInfo) implements Response {}
