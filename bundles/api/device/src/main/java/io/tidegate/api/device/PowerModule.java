package io.tidegate.api.device;

/**
 * A controllable DC supply, bidirectional where its rating says so. Any thread; calls return within
 * 100 ms.
 */
public interface PowerModule extends Device {

  Rating rating();

  /**
   * Voltage and current that are not exceeded.
   *
   * @param volts ≥ 0
   * @param amps positive out of the module into the vehicle, negative out of the vehicle
   * @throws DeviceException when the module did not take it
   */
  void set(double volts, double amps) throws DeviceException;

  /**
   * No current, output disabled.
   *
   * @throws DeviceException when the module did not take it
   */
  void off() throws DeviceException;

  /** A cheap read, without I/O. */
  Reading<Output> output();

  /**
   * At the output.
   *
   * @param volts V
   * @param amps signed as in {@link #set}
   */
  record Output(double volts, double amps) {}

  /** What it is built for. Magnitudes; {@code maxSinkA} 0: charges only. */
  record Rating(double minV, double maxV, double maxSourceA, double maxSinkA, double maxW) {}
}
