package io.tidegate.codec.ocpp.json.v21;

/** Outcome of a request about grid support. */
public enum DerControlStatus {
  ACCEPTED,
  REJECTED,
  NOT_SUPPORTED,
  NOT_FOUND
}
