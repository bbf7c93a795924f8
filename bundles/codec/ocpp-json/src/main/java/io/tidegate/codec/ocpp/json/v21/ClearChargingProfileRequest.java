package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import java.util.Optional;
import java.util.OptionalInt;

/** Forget limits (K10). */
public record ClearChargingProfileRequest(
    OptionalInt chargingProfileId, Optional<ClearChargingProfile> chargingProfileCriteria)
    implements Request {}
