package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Response;
import io.tidegate.codec.ocpp.json.Stamp;
import java.util.Optional;

/** Whether it may work, and our time. */
public record BootNotificationResponse(
    Stamp currentTime, int interval, RegistrationStatus status, Optional<StatusInfo> statusInfo)
    implements Response {}
