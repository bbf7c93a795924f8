package io.tidegate.codec.ocpp.json.v21;

/** In service or out of it. */
public enum OperationalStatus {
  INOPERATIVE,
  OPERATIVE
}
