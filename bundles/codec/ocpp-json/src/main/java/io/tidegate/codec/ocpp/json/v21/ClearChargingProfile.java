package io.tidegate.codec.ocpp.json.v21;

import java.util.Optional;
import java.util.OptionalInt;

/** Which profiles to clear. */
public record ClearChargingProfile(
    OptionalInt evseId,
    Optional<ChargingProfilePurpose> chargingProfilePurpose,
    OptionalInt stackLevel) {}
