package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;

/** Which list do you hold? */
public record GetLocalListVersionRequest() implements Request {}
