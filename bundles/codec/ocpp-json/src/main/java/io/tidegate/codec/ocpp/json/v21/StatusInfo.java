package io.tidegate.codec.ocpp.json.v21;

import java.util.Optional;

/** Why an answer is what it is. */
public record StatusInfo(String reasonCode, Optional<String> additionalInfo) {}
