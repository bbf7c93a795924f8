package io.tidegate.codec.ocpp.json.v21;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Which profiles are wanted. */
public record ChargingProfileCriterion(
    Optional<ChargingProfilePurpose> chargingProfilePurpose,
    OptionalInt stackLevel,
    List<Integer> chargingProfileId,
    List<String> chargingLimitSource) {
  public ChargingProfileCriterion {
    chargingProfileId = List.copyOf(chargingProfileId);
    chargingLimitSource = List.copyOf(chargingLimitSource);
  }
}
