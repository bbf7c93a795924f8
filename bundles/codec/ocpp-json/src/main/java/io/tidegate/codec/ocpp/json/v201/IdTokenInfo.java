package io.tidegate.codec.ocpp.json.v201;

/** What we think of a token. */
public record IdTokenInfo(AuthorizationStatus status) {}
