package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;
import java.util.Optional;

/** A vendor's own message. */
public record DataTransferRequest(
    String vendorId, Optional<String> messageId, Optional<String> data) implements Request {}
