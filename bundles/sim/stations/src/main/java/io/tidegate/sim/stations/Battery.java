package io.tidegate.sim.stations;

/** A vehicle's battery: energy, state of charge, temperature. Thread-confined. */
public final class Battery {
  /** Share of the power that becomes heat in the pack. */
  private static final double LOSS = 0.04;

  private static final double AMBIENT_C = 22;
  private final double capacityWh;
  private final double heatCapacityJPerK;
  private final double coolingWPerK;
  private double energyWh;
  private double temperatureC = AMBIENT_C;

  /**
   * @param capacityWh usable capacity; a scaled-down one makes an evening fit into a minute
   * @param heatCapacityJPerK of the pack
   */
  public Battery(double capacityWh, double socPct, double heatCapacityJPerK) {
    this.capacityWh = capacityWh;
    this.energyWh = capacityWh * socPct / 100;
    this.heatCapacityJPerK = heatCapacityJPerK;
    this.coolingWPerK = heatCapacityJPerK / 900;
  }

  /** Lets {@code powerW} flow for {@code seconds}; an empty or full battery takes what fits. */
  void flow(double powerW, double seconds) {
    energyWh = Math.max(0, Math.min(capacityWh, energyWh + powerW * seconds / 3600));
    double heatW = Math.abs(powerW) * LOSS - coolingWPerK * (temperatureC - AMBIENT_C);
    temperatureC += heatW * seconds / heatCapacityJPerK;
  }

  public double capacityWh() {
    return capacityWh;
  }

  public double socPct() {
    return 100 * energyWh / capacityWh;
  }

  public double temperatureC() {
    return temperatureC;
  }
}
