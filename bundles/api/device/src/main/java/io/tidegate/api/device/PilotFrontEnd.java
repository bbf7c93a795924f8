package io.tidegate.api.device;

/**
 * The electronics of a control pilot: it measures both halves of the signal and makes its duty
 * cycle. What the voltages mean is for the {@link ControlPilot} in front of it.
 */
public interface PilotFrontEnd extends Device {

  /** A cheap read, without I/O. */
  Reading<Sample> sample();

  /**
   * @param percent 0: steady −12 V; 100: steady 12 V
   * @throws DeviceException when the board did not take it
   */
  void pwm(double percent) throws DeviceException;

  /**
   * Peaks at the pilot contact.
   *
   * @param highV of the positive half, V
   * @param lowV of the negative half, V; equal to {@code highV} while the signal is steady
   */
  record Sample(double highV, double lowV) {}
}
