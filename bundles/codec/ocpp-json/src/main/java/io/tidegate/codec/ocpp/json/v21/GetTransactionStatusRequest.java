package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import java.util.Optional;

/** Are messages of a transaction waiting? (E14) */
public record GetTransactionStatusRequest(Optional<String> transactionId) implements Request {}
