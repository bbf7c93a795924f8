package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;

/** Progress of an update. */
public record FirmwareStatusNotificationRequest(FirmwareStatus status) implements Request {}
