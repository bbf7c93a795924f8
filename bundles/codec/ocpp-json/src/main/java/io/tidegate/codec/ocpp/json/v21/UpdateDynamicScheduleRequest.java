package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;

/** New values for a Dynamic profile (K28, Q04). */
public record UpdateDynamicScheduleRequest(
    int chargingProfileId, ChargingScheduleUpdate scheduleUpdate) implements Request {}
