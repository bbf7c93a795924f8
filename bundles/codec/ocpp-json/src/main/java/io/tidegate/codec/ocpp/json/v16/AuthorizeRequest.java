package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;

/** May this token charge? */
public record AuthorizeRequest(String idTag) implements Request {}
