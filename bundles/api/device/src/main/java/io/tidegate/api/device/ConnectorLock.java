package io.tidegate.api.device;

/** Locks the vehicle's plug in the socket (IEC 61851-1). */
public interface ConnectorLock extends Device {
  /**
   * @throws DeviceException when the lock did not move
   */
  void lock() throws DeviceException;

  /**
   * @throws DeviceException when the lock did not move
   */
  void unlock() throws DeviceException;

  Reading<Boolean> locked();
}
