package io.tidegate.api.device;

/** A relay that the gateway switches. Calls return within 100 ms. */
public interface Relay extends Device {
  /**
   * @throws DeviceException when the device did not take it
   */
  void set(boolean closed) throws DeviceException;
}
