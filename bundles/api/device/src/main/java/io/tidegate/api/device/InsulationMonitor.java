package io.tidegate.api.device;

/** Watches the insulation of a DC output against earth (IEC 61557-8, IEC 61851-23). */
public interface InsulationMonitor extends Device {

  /**
   * Starts a self test and a measurement; what it says is older than this until it is done.
   *
   * @throws DeviceException when the monitor did not take it
   */
  void test() throws DeviceException;

  /** Insulation resistance, ohm ≥ 0; a cheap read, without I/O. */
  Reading<Double> ohms();
}
