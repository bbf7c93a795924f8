package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;

/** End a transaction (F03). */
public record RequestStopTransactionRequest(String transactionId) implements Request {}
