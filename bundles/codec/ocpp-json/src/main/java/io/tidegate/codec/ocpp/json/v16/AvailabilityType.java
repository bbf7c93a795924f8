package io.tidegate.codec.ocpp.json.v16;

/** In service or out of it. */
public enum AvailabilityType {
  INOPERATIVE,
  OPERATIVE
}
