package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import java.util.OptionalInt;

/**
 * Fetch and install this (L01).
 *
 * @param retryInterval s
 */
public record UpdateFirmwareRequest(
    int requestId, Firmware firmware, OptionalInt retries, OptionalInt retryInterval)
    implements Request {}
