package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Stamp;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Limits and setpoints for a station to hold (blocks K and Q).
 *
 * @param maxOfflineDuration s without a link after which it no longer holds
 * @param invalidAfterOfflineDuration whether it stays so when the link is back
 * @param dynUpdateInterval s, how often the station asks for news of a Dynamic profile
 * @param dynUpdateTime when a Dynamic profile was last updated
 */
public record ChargingProfile(
    int id,
    int stackLevel,
    ChargingProfilePurpose chargingProfilePurpose,
    ChargingProfileKind chargingProfileKind,
    Optional<RecurrencyKind> recurrencyKind,
    Optional<Stamp> validFrom,
    Optional<Stamp> validTo,
    Optional<String> transactionId,
    List<ChargingSchedule> chargingSchedule,
    OptionalInt maxOfflineDuration,
    Optional<Boolean> invalidAfterOfflineDuration,
    OptionalInt dynUpdateInterval,
    Optional<Stamp> dynUpdateTime) {
  public ChargingProfile {
    chargingSchedule = List.copyOf(chargingSchedule);
  }

  /** Without what a plain station has no use for. */
  public ChargingProfile(
      int id,
      int stackLevel,
      ChargingProfilePurpose chargingProfilePurpose,
      ChargingProfileKind chargingProfileKind,
      Optional<RecurrencyKind> recurrencyKind,
      Optional<Stamp> validFrom,
      Optional<Stamp> validTo,
      Optional<String> transactionId,
      List<ChargingSchedule> chargingSchedule) {
    this(
        id,
        stackLevel,
        chargingProfilePurpose,
        chargingProfileKind,
        recurrencyKind,
        validFrom,
        validTo,
        transactionId,
        chargingSchedule,
        OptionalInt.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty());
  }
}
