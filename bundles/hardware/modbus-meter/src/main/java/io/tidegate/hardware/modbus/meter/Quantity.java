package io.tidegate.hardware.modbus.meter;

import java.util.Locale;

/** What a register can measure, with the range beyond which no value is believed. */
enum Quantity {
  /** W, positive is import. */
  ACTIVE_POWER_W(-10e6, 10e6),
  L1_POWER_W(-10e6, 10e6),
  L2_POWER_W(-10e6, 10e6),
  L3_POWER_W(-10e6, 10e6),
  /** var, positive is inductive. */
  REACTIVE_POWER_VAR(-10e6, 10e6),
  /** V, phase to neutral. */
  VOLTAGE_V(0, 1_000),
  FREQUENCY_HZ(40, 70),
  /** °C; the only one that a map may hold more than once, each with its sensor's name. */
  TRANSFORMER_TEMP_C(-50, 250);

  final double lowest;
  final double highest;

  Quantity(double lowest, double highest) {
    this.lowest = lowest;
    this.highest = highest;
  }

  /** As the register map spells it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
