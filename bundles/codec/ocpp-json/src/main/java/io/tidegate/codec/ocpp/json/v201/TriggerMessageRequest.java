package io.tidegate.codec.ocpp.json.v201;

import io.tidegate.codec.ocpp.json.Request;
import java.util.Optional;

/** Send this message now (F06). */
public record TriggerMessageRequest(MessageTrigger requestedMessage, Optional<Evse> evse)
    implements Request {}
