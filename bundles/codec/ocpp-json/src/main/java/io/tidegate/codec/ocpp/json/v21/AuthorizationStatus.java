package io.tidegate.codec.ocpp.json.v21;

/** What an id token may do. */
public enum AuthorizationStatus {
  ACCEPTED,
  BLOCKED,
  CONCURRENT_TX,
  EXPIRED,
  INVALID,
  NO_CREDIT,
  NOT_ALLOWED_TYPE_EVSE,
  NOT_AT_THIS_LOCATION,
  NOT_AT_THIS_TIME,
  UNKNOWN
}
