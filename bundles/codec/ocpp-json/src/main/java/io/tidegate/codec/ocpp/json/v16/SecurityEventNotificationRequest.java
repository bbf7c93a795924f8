package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;
import io.tidegate.codec.ocpp.json.Stamp;
import java.util.Optional;

/** Something that concerns security (security white paper A04). */
public record SecurityEventNotificationRequest(
    String type, Stamp timestamp, Optional<String> techInfo) implements Request {}
