package io.tidegate.codec.ocpp.json.v201;

import io.tidegate.codec.ocpp.json.Request;

/** May this token charge? (C01) */
public record AuthorizeRequest(IdToken idToken) implements Request {}
