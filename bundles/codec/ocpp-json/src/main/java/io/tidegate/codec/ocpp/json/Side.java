package io.tidegate.codec.ocpp.json;

/** Who sends a request. */
public enum Side {
  STATION,
  /** The charging station management system: for a station, that is the gateway. */
  SITE
}
