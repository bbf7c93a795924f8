package io.tidegate.codec.ocpp.json.v21;

/** How far publishing is. */
public enum PublishFirmwareStatus {
  IDLE,
  DOWNLOAD_SCHEDULED,
  DOWNLOADING,
  DOWNLOADED,
  PUBLISHED,
  DOWNLOAD_FAILED,
  DOWNLOAD_PAUSED,
  INVALID_CHECKSUM,
  CHECKSUM_VERIFIED,
  PUBLISH_FAILED
}
