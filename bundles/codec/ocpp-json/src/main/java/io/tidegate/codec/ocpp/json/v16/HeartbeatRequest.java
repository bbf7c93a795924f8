package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;

/** A sign of life. */
public record HeartbeatRequest() implements Request {}
