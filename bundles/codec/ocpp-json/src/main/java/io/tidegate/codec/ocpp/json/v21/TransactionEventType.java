package io.tidegate.codec.ocpp.json.v21;

/** Where in its transaction an event stands. */
public enum TransactionEventType {
  ENDED,
  STARTED,
  UPDATED
}
