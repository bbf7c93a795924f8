package io.tidegate.codec.ocpp.json.v21;

/** Whether firmware was published. */
public enum UnpublishFirmwareStatus {
  DOWNLOAD_ONGOING,
  NO_FIRMWARE,
  UNPUBLISHED
}
