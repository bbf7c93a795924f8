package io.tidegate.codec.ocpp.json.v21;

/** Whether a report comes. */
public enum GenericDeviceModelStatus {
  ACCEPTED,
  REJECTED,
  NOT_SUPPORTED,
  EMPTY_RESULT_SET
}
