package io.tidegate.codec.ocpp.json.v21;

/** What an inverter may feed while it has ceased to. */
public enum PowerDuringCessation {
  ACTIVE,
  REACTIVE
}
