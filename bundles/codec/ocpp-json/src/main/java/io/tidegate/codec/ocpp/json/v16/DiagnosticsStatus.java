package io.tidegate.codec.ocpp.json.v16;

/** How far an upload is. */
public enum DiagnosticsStatus {
  IDLE,
  UPLOADED,
  UPLOAD_FAILED,
  UPLOADING
}
