package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Response;

/** Whether it is forgotten. */
public record ClearCacheResponse(GenericStatus status) implements Response {}
