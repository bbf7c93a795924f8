package io.tidegate.codec.ocpp.json.v21;

/** Which report. */
public enum ReportBase {
  CONFIGURATION_INVENTORY,
  FULL_INVENTORY,
  SUMMARY_INVENTORY
}
