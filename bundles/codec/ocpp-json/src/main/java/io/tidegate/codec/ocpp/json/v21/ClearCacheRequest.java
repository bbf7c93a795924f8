package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;

/** Forget what you know of tokens (C11). */
public record ClearCacheRequest() implements Request {}
