package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import java.util.Optional;
import java.util.OptionalInt;

/** Progress of a log's upload (N01). */
public record LogStatusNotificationRequest(
    UploadLogStatus status, OptionalInt requestId, Optional<StatusInfo> statusInfo)
    implements Request {
  /** Without what a plain station has no use for. */
  public LogStatusNotificationRequest(UploadLogStatus status, OptionalInt requestId) {
    this(status, requestId, Optional.empty());
  }
}
