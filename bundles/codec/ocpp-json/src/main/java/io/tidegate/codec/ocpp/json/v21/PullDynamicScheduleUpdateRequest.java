package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;

/** Are there new values for a Dynamic profile? (K28.FR.10) */
public record PullDynamicScheduleUpdateRequest(int chargingProfileId) implements Request {}
