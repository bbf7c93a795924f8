package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Stamp;
import java.util.Optional;

/** What we think of a token. */
public record IdTagInfo(
    AuthorizationStatus status, Optional<Stamp> expiryDate, Optional<String> parentIdTag) {}
