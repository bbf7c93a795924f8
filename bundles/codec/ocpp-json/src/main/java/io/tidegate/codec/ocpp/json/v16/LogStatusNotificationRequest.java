package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;
import java.util.OptionalInt;

/** Progress of a log's upload. */
public record LogStatusNotificationRequest(UploadLogStatus status, OptionalInt requestId)
    implements Request {}
