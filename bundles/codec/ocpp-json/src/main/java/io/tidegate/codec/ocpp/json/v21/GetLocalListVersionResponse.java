package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Response;

/** That; 0 for none. */
public record GetLocalListVersionResponse(int versionNumber) implements Response {}
