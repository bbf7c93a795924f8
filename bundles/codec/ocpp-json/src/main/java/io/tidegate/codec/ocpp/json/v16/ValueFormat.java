package io.tidegate.codec.ocpp.json.v16;

/** Plain or signed. */
public enum ValueFormat {
  RAW,
  SIGNED_DATA
}
