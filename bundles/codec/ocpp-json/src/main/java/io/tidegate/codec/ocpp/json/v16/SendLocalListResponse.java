package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Response;

/** Whether they are kept. */
public record SendLocalListResponse(UpdateStatus status) implements Response {}
