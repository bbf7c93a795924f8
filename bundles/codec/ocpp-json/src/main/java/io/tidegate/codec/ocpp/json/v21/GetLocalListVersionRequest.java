package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;

/** Which list do you hold? (D02) */
public record GetLocalListVersionRequest() implements Request {}
