package io.tidegate.api.device;

import io.tidegate.api.quantity.Watts;

/** Measures active power; positive is import. Readings also go to the control loop as inputs. */
public interface PowerMeter extends Device {
  /** The last good reading, without I/O. */
  Reading<Watts> power();
}
