package io.tidegate.codec.ocpp.json.v16;

/** Accepted or rejected. */
public enum GenericStatus {
  ACCEPTED,
  REJECTED
}
