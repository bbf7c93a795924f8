package io.tidegate.codec.ocpp.json.v21;

/** How far an upload is. */
public enum UploadLogStatus {
  BAD_MESSAGE,
  IDLE,
  NOT_SUPPORTED_OPERATION,
  PERMISSION_DENIED,
  UPLOADED,
  UPLOAD_FAILURE,
  UPLOADING,
  ACCEPTED_CANCELED
}
