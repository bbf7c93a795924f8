package io.tidegate.codec.ocpp.json.v21;

/** What a connector is doing. */
public enum ConnectorStatus {
  AVAILABLE,
  OCCUPIED,
  RESERVED,
  UNAVAILABLE,
  FAULTED
}
