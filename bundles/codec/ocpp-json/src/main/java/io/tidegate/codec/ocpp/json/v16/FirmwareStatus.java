package io.tidegate.codec.ocpp.json.v16;

/** How far an update is. */
public enum FirmwareStatus {
  DOWNLOADED,
  DOWNLOAD_FAILED,
  DOWNLOADING,
  IDLE,
  INSTALLATION_FAILED,
  INSTALLING,
  INSTALLED
}
