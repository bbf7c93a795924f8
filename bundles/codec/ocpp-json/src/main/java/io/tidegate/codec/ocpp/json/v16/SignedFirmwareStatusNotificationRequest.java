package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;
import java.util.OptionalInt;

/** Progress of a signed update. */
public record SignedFirmwareStatusNotificationRequest(
    SignedFirmwareStatus status, OptionalInt requestId) implements Request {}
