package io.tidegate.api.device;

import java.util.Optional;

/** The energy meter of an EVSE. */
public interface EnergyMeter extends Device {

  /** A cheap read, without I/O. */
  Reading<Registers> registers();

  /**
   * Registers.
   *
   * @param serial of the meter
   * @param importWh energy into the vehicle, Wh ≥ 0
   * @param exportWh energy out of the vehicle, Wh ≥ 0
   * @param powerW at this moment, signed into the vehicle; NaN where it measures none
   * @param signature signed value in the meter's own format; empty when it signs none
   */
  record Registers(
      String serial, double importWh, double exportWh, double powerW, Optional<String> signature) {}
}
