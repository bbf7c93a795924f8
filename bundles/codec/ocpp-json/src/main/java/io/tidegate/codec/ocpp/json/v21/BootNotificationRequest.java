package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;

/** A station has booted (block B). */
public record BootNotificationRequest(BootReason reason, ChargingStation chargingStation)
    implements Request {}
