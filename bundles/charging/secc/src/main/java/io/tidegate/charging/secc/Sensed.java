package io.tidegate.charging.secc;

import io.tidegate.api.device.EnergyMeter;
import io.tidegate.api.device.PilotState;
import io.tidegate.api.vehicle.PlcLink;
import java.util.Optional;

/**
 * What the devices say at a moment. Stale or faulty readings are already taken out: NaN, empty,
 * {@link PilotState#UNKNOWN}.
 *
 * @param pilot UNKNOWN also while it is silent
 * @param closed level of the contactor's feedback; empty: silent
 * @param locked empty: unknown, or no lock
 * @param stopped the emergency stop is pressed
 * @param volts DC: at the output, AC: of a phase; NaN: silent
 * @param amps signed; NaN: silent
 * @param ohms insulation; NaN: not measured
 * @param tests insulation tests that were finished since the one with this number was asked for
 * @param meter empty: none, or silent
 * @param supplyMaxW what the supply is good for now, W; NaN: unknown
 * @param plc empty: this EVSE has no power-line link
 * @param silent names of the devices that say nothing, the emergency stop among them; empty when
 *     all do
 */
record Sensed(
    PilotState pilot,
    Optional<Boolean> closed,
    Optional<Boolean> locked,
    boolean stopped,
    double volts,
    double amps,
    double ohms,
    long tests,
    Optional<EnergyMeter.Registers> meter,
    double supplyMaxW,
    Optional<PlcLink.Report> plc,
    String silent) {

  /** Before anything was read. */
  static final Sensed NOTHING =
      new Sensed(
          PilotState.UNKNOWN,
          Optional.empty(),
          Optional.empty(),
          false,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          0,
          Optional.empty(),
          Double.NaN,
          Optional.empty(),
          "");
}
