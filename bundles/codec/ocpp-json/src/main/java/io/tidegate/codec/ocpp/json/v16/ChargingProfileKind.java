package io.tidegate.codec.ocpp.json.v16;

/** What a schedule's time is relative to. */
public enum ChargingProfileKind {
  ABSOLUTE,
  RECURRING,
  RELATIVE
}
