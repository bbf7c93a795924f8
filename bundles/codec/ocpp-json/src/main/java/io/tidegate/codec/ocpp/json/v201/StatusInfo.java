package io.tidegate.codec.ocpp.json.v201;

import java.util.Optional;

/** Why an answer is what it is. */
public record StatusInfo(String reasonCode, Optional<String> additionalInfo) {}
