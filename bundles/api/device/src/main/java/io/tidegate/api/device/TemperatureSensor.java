package io.tidegate.api.device;

import io.tidegate.api.quantity.Celsius;

/** Measures a temperature. */
public interface TemperatureSensor extends Device {
  Reading<Celsius> temperature();
}
