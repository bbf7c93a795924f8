package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Response;

/** Whether the station will. */
public record ExtendedTriggerMessageResponse(TriggerMessageStatus status) implements Response {}
