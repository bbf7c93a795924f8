package io.tidegate.api.device;

import io.tidegate.api.quantity.Celsius;
import io.tidegate.api.quantity.Watts;

/** A bidirectional inverter. */
public interface Inverter extends Device {
  Reading<Watts> activePower();

  Reading<Celsius> coreTemperature();
}
