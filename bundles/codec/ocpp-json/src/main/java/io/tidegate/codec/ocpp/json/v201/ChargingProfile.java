package io.tidegate.codec.ocpp.json.v201;

import io.tidegate.codec.ocpp.json.Stamp;
import java.util.List;
import java.util.Optional;

/** Limits for a station to hold (block K). */
public record ChargingProfile(
    int id,
    int stackLevel,
    ChargingProfilePurpose chargingProfilePurpose,
    ChargingProfileKind chargingProfileKind,
    Optional<RecurrencyKind> recurrencyKind,
    Optional<Stamp> validFrom,
    Optional<Stamp> validTo,
    Optional<String> transactionId,
    List<ChargingSchedule> chargingSchedule) {
  public ChargingProfile {
    chargingSchedule = List.copyOf(chargingSchedule);
  }
}
