package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Response;

/** Whether the station will. */
public record ResetResponse(GenericStatus status) implements Response {}
