package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** How far publishing is (L03). */
public record PublishFirmwareStatusNotificationRequest(
    PublishFirmwareStatus status,
    OptionalInt requestId,
    List<String> location,
    Optional<StatusInfo> statusInfo)
    implements Request {
  public PublishFirmwareStatusNotificationRequest {
    location = List.copyOf(location);
  }
}
