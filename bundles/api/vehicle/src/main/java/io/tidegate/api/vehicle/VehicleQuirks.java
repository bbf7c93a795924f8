package io.tidegate.api.vehicle;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What a make of vehicle does otherwise than the standard says, so that dialects can meet it.
 *
 * @param names of the descriptors that say so; empty when the vehicle is plain
 * @param negativeDischargeLimits it sends and wants discharge limits below zero
 * @param positiveDischargeCurrent its target current while discharging is above zero
 * @param wideNumbers a number that does not fit its type is taken as the type's greatest instead of
 *     failing the session
 * @param emptySessionId it may leave the session id out where it has one
 * @param loopGrace what is added to the sequence timeout of the charge loop, 0–60 s
 * @param legacyDischarge it discharges over ISO 15118-2 or DIN 70121, by its maker's word, where
 *     the operator attests for it
 */
public record VehicleQuirks(
    List<String> names,
    boolean negativeDischargeLimits,
    boolean positiveDischargeCurrent,
    boolean wideNumbers,
    boolean emptySessionId,
    Duration loopGrace,
    boolean legacyDischarge) {
  /** A vehicle without any. */
  public static final VehicleQuirks NONE =
      new VehicleQuirks(List.of(), false, false, false, false, Duration.ZERO, false);

  public VehicleQuirks {
    names = List.copyOf(names);
    Objects.requireNonNull(loopGrace);
  }
}
