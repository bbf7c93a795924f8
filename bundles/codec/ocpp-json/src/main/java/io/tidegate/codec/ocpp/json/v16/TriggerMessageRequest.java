package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;
import java.util.OptionalInt;

/** Send this message now. */
public record TriggerMessageRequest(MessageTrigger requestedMessage, OptionalInt connectorId)
    implements Request {}
