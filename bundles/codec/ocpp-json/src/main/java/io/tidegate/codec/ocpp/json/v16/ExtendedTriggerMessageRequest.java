package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;
import java.util.OptionalInt;

/** Send this message now (security white paper). */
public record ExtendedTriggerMessageRequest(
    ExtendedMessageTrigger requestedMessage, OptionalInt connectorId) implements Request {}
