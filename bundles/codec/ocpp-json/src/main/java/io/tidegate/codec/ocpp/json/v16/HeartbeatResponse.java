package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Response;
import io.tidegate.codec.ocpp.json.Stamp;

/** Our time. */
public record HeartbeatResponse(Stamp currentTime) implements Response {}
