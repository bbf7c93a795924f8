package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Response;

/** Whether it is free. */
public record UnlockConnectorResponse(UnlockStatus status) implements Response {}
