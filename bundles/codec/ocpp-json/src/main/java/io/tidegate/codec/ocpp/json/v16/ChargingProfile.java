package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Stamp;
import java.util.Optional;
import java.util.OptionalInt;

/** Limits for a station to hold. */
public record ChargingProfile(
    int chargingProfileId,
    int stackLevel,
    ChargingProfilePurpose chargingProfilePurpose,
    ChargingProfileKind chargingProfileKind,
    ChargingSchedule chargingSchedule,
    OptionalInt transactionId,
    Optional<RecurrencyKind> recurrencyKind,
    Optional<Stamp> validFrom,
    Optional<Stamp> validTo) {}
