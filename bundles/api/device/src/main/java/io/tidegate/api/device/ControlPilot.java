package io.tidegate.api.device;

/** The control pilot of one EVSE (IEC 61851-1 annex A). Any thread; calls return within 100 ms. */
public interface ControlPilot extends Device {

  /** A cheap read, without I/O; never older than 50 ms while nothing is wrong. */
  Reading<PilotState> state();

  /**
   * Duty cycle of the 1 kHz signal.
   *
   * @param percent 5: digital communication; 10–96: the current that may be taken; 100: steady 12 V
   *     (no energy)
   * @throws DeviceException when the board did not take it
   * @throws IllegalArgumentException outside these
   */
  void duty(double percent) throws DeviceException;

  /**
   * State E or F for as long as it is on: the EVSE is not available, or the vehicle is to begin
   * again (T_step_EF of ISO 15118-3 is 4 s and more).
   *
   * @throws DeviceException when the board did not take it
   */
  void unavailable(boolean on) throws DeviceException;
}
