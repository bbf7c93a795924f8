package io.tidegate.codec.ocpp.json.v201;

import io.tidegate.codec.ocpp.json.Request;
import java.util.OptionalInt;

/** Progress of a log's upload (N01). */
public record LogStatusNotificationRequest(UploadLogStatus status, OptionalInt requestId)
    implements Request {}
