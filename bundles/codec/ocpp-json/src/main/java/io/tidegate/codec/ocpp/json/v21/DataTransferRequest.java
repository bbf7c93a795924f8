package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.RawJson;
import io.tidegate.codec.ocpp.json.Request;
import java.util.Optional;

/** A vendor's own message (block P). */
public record DataTransferRequest(
    String vendorId, Optional<String> messageId, Optional<RawJson> data) implements Request {}
