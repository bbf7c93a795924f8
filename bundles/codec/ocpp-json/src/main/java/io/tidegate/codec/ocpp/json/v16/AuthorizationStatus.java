package io.tidegate.codec.ocpp.json.v16;

/** What an id token may do. */
public enum AuthorizationStatus {
  ACCEPTED,
  BLOCKED,
  EXPIRED,
  INVALID,
  CONCURRENT_TX
}
