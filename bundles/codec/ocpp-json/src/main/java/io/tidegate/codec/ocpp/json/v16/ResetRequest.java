package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;

/** Restart. */
public record ResetRequest(ResetType type) implements Request {}
