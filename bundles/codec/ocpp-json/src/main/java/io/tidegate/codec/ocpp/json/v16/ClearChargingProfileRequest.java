package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;
import java.util.Optional;
import java.util.OptionalInt;

/** Forget limits. */
public record ClearChargingProfileRequest(
    OptionalInt id,
    OptionalInt connectorId,
    Optional<ChargingProfilePurpose> chargingProfilePurpose,
    OptionalInt stackLevel)
    implements Request {}
