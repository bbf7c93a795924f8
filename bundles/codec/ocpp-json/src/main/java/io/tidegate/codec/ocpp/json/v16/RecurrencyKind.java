package io.tidegate.codec.ocpp.json.v16;

/** How often a recurring schedule returns. */
public enum RecurrencyKind {
  DAILY,
  WEEKLY
}
