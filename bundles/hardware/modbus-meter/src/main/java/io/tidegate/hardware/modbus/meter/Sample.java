package io.tidegate.hardware.modbus.meter;

import io.tidegate.api.control.SiteInput;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values of one poll while they come in, block by block. Used by one thread. */
final class Sample {
  private final Map<Quantity, Double> values = new EnumMap<>(Quantity.class);
  private final List<SiteInput> temperatures = new ArrayList<>();
  private final List<String> rejected = new ArrayList<>();

  void add(RegisterMap.Block block, int[] registers) {
    for (Register register : block.registers()) {
      double value = register.value(registers, register.address() - block.address());
      if (Double.isNaN(value)) {
        rejected.add(register.quantity().word());
      } else if (register.quantity() == Quantity.TRANSFORMER_TEMP_C) {
        temperatures.add(new SiteInput.TemperatureReading(register.sensor(), value));
      } else {
        values.put(register.quantity(), value);
      }
    }
  }

  /** What was not plausible. */
  List<String> rejected() {
    return rejected;
  }

  List<SiteInput> temperatures() {
    return temperatures;
  }

  /** The reading; empty without a plausible power, since a meter without one says nothing. */
  Optional<SiteInput.MeterReading> reading(String meter) {
    double l1 = value(Quantity.L1_POWER_W);
    double l2 = value(Quantity.L2_POWER_W);
    double l3 = value(Quantity.L3_POWER_W);
    double power = value(Quantity.ACTIVE_POWER_W);
    boolean refused = rejected.contains(Quantity.ACTIVE_POWER_W.word());
    double total = Double.isNaN(power) && !refused ? l1 + l2 + l3 : power;
    return Double.isNaN(total)
        ? Optional.empty()
        : Optional.of(
            new SiteInput.MeterReading(
                meter,
                total,
                l1,
                l2,
                l3,
                value(Quantity.REACTIVE_POWER_VAR),
                value(Quantity.VOLTAGE_V),
                value(Quantity.FREQUENCY_HZ)));
  }

  private double value(Quantity quantity) {
    return values.getOrDefault(quantity, Double.NaN);
  }
}
