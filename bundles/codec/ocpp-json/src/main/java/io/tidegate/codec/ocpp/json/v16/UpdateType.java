package io.tidegate.codec.ocpp.json.v16;

/** A whole list, or what has changed. */
public enum UpdateType {
  DIFFERENTIAL,
  FULL
}
