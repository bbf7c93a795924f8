package io.tidegate.codec.ocpp.json.v201;

/**
 * What a driver identifies with.
 *
 * @param idToken not case-sensitive, at most 36 characters
 */
public record IdToken(String idToken, IdTokenType type) {}
