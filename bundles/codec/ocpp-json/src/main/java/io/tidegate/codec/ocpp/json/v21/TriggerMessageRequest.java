package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import java.util.Optional;

/** Send this message now (F06). */
public record TriggerMessageRequest(
    MessageTrigger requestedMessage, Optional<Evse> evse, Optional<String> customTrigger)
    implements Request {
  /** Without what a plain station has no use for. */
  public TriggerMessageRequest(MessageTrigger requestedMessage, Optional<Evse> evse) {
    this(requestedMessage, evse, Optional.empty());
  }
}
