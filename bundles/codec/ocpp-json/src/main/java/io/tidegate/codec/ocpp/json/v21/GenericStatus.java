package io.tidegate.codec.ocpp.json.v21;

/** Accepted or rejected. */
public enum GenericStatus {
  ACCEPTED,
  REJECTED
}
