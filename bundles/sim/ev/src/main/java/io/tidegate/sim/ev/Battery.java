package io.tidegate.sim.ev;

/**
 * A battery as far as a station notices it: energy, voltage, and the power it takes or gives by
 * state of charge. Chemistry does not matter. Thread-confined to its vehicle's event loop; reading
 * is safe from anywhere.
 */
public final class Battery {
  /** Above this it takes less and less. */
  private static final double TAPER_PCT = 80;

  /** Share of its power that it still takes when it is all but full. */
  private static final double TRICKLE = 0.05;

  /** Width of the band above the reserve within which it gives less and less. */
  private static final double FADE_PCT = 5;

  /** Of the pack, at 400 V. */
  private static final double OHMS = 0.08;

  private final double capacityWh;
  private final double nominalV;
  private final double reservePct;
  private volatile double energyWh;

  /**
   * @param capacityWh usable, &gt; 0; a small one makes an evening fit into a minute
   * @param socPct 0–100
   * @param nominalV at half charge, V
   * @param reservePct below this it gives nothing, 0–100
   */
  public Battery(double capacityWh, double socPct, double nominalV, double reservePct) {
    this.capacityWh = capacityWh;
    this.nominalV = nominalV;
    this.reservePct = reservePct;
    this.energyWh = capacityWh * socPct / 100;
  }

  public double capacityWh() {
    return capacityWh;
  }

  public double socPct() {
    return 100 * energyWh / capacityWh;
  }

  public double reservePct() {
    return reservePct;
  }

  /** Without current, V. */
  public double openV() {
    return nominalV * (0.95 + 0.1 * energyWh / capacityWh);
  }

  /** Inner resistance, Ω. */
  public double ohms() {
    return OHMS * nominalV / 400;
  }

  /** Share of its greatest power that it takes now, 0–1. */
  public double takes() {
    double soc = socPct();
    if (soc >= 100) {
      return 0;
    }
    return soc <= TAPER_PCT ? 1 : TRICKLE + (1 - TRICKLE) * (100 - soc) / (100 - TAPER_PCT);
  }

  /** Share of its greatest power that it gives now, 0–1. */
  public double gives() {
    return Math.max(0, Math.min(1, (socPct() - reservePct) / FADE_PCT));
  }

  /** Wh until a state of charge; negative when it is above. */
  public double wattHoursTo(double socPct) {
    return capacityWh * socPct / 100 - energyWh;
  }

  /** Lets power flow, W, positive into it; full or empty it takes what fits. */
  void flow(double watts, double seconds) {
    double next = energyWh + watts * seconds / 3600;
    energyWh = Math.max(0, Math.min(capacityWh, next));
  }
}
