package io.tidegate.codec.ocpp.json.v201;

import io.tidegate.codec.ocpp.json.Request;
import java.util.OptionalInt;

/** Progress of an update (block L). */
public record FirmwareStatusNotificationRequest(FirmwareStatus status, OptionalInt requestId)
    implements Request {}
