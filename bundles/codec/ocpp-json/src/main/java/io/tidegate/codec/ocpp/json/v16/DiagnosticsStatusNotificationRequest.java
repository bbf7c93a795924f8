package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;

/** Progress of an upload. */
public record DiagnosticsStatusNotificationRequest(DiagnosticsStatus status) implements Request {}
