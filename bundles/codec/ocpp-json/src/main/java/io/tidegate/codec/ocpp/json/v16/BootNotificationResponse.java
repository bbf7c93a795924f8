package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Response;
import io.tidegate.codec.ocpp.json.Stamp;

/** Whether it may work, and our time; interval s. */
public record BootNotificationResponse(RegistrationStatus status, Stamp currentTime, int interval)
    implements Response {}
