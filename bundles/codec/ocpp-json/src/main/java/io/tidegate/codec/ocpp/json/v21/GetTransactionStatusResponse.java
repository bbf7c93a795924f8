package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Response;
import java.util.Optional;

/** Whether they are. */
public record GetTransactionStatusResponse(
    Optional<Boolean> ongoingIndicator, boolean messagesInQueue) implements Response {}
