package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;

/** Forget what you know of tokens. */
public record ClearCacheRequest() implements Request {}
