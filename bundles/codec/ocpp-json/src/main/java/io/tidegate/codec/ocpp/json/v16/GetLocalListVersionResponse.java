package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Response;

/** That; 0 for none, -1 for never. */
public record GetLocalListVersionResponse(int listVersion) implements Response {}
