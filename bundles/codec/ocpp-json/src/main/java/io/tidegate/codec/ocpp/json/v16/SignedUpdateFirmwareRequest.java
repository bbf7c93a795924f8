package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;
import java.util.OptionalInt;

/** Fetch and install this, signed (security white paper L01). */
public record SignedUpdateFirmwareRequest(
    int requestId, Firmware firmware, OptionalInt retries, OptionalInt retryInterval)
    implements Request {}
