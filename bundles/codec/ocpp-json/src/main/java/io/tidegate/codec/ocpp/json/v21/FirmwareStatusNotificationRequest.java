package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import java.util.Optional;
import java.util.OptionalInt;

/** Progress of an update (block L). */
public record FirmwareStatusNotificationRequest(
    FirmwareStatus status, OptionalInt requestId, Optional<StatusInfo> statusInfo)
    implements Request {
  /** Without what a plain station has no use for. */
  public FirmwareStatusNotificationRequest(FirmwareStatus status, OptionalInt requestId) {
    this(status, requestId, Optional.empty());
  }
}
