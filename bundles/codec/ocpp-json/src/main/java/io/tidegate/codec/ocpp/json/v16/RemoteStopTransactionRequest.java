package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;

/** End a transaction. */
public record RemoteStopTransactionRequest(int transactionId) implements Request {}
