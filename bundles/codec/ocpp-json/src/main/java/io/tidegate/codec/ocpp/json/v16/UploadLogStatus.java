package io.tidegate.codec.ocpp.json.v16;

/** How far an upload is. */
public enum UploadLogStatus {
  BAD_MESSAGE,
  IDLE,
  NOT_SUPPORTED_OPERATION,
  PERMISSION_DENIED,
  UPLOADED,
  UPLOAD_FAILURE,
  UPLOADING
}
