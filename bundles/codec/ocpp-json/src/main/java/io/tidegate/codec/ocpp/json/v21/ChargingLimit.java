package io.tidegate.codec.ocpp.json.v21;

import java.util.Optional;

/**
 * A limit that is not ours.
 *
 * @param chargingLimitSource one of {@link ChargingLimitSource} or, on 2.1, another
 */
public record ChargingLimit(
    String chargingLimitSource,
    Optional<Boolean> isGridCritical,
    Optional<Boolean> isLocalGeneration) {
  /** Without what a plain station has no use for. */
  public ChargingLimit(String chargingLimitSource, Optional<Boolean> isGridCritical) {
    this(chargingLimitSource, isGridCritical, Optional.empty());
  }
}
