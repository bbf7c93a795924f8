package io.tidegate.codec.ocpp.json.v201;

/** Accepted or rejected. */
public enum GenericStatus {
  ACCEPTED,
  REJECTED
}
