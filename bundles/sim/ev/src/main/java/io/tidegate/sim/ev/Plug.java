package io.tidegate.sim.ev;

/**
 * The vehicle's end of a charging cable: what it presents to the station, and what it feels. Any
 * thread, never blocks.
 */
public interface Plug {

  /** What the vehicle puts on the control pilot (IEC 61851-1 annex A). */
  enum Pilot {
    /** Not plugged in. */
    A,
    /** Plugged in, not ready. */
    B,
    /** Ready for power. */
    C
  }

  void pilot(Pilot pilot);

  /**
   * DC: closes the vehicle's own contactor on a battery.
   *
   * @param openV its open-circuit voltage, V
   * @param ohms its inner resistance, Ω
   */
  void battery(double openV, double ohms);

  /** DC: opens the vehicle's own contactor. */
  void isolate();

  /**
   * AC: the power that the on-board charger takes while there is voltage; negative delivers.
   *
   * @param activeW of all phases
   */
  void draw(double activeW);

  Reading reading();

  /**
   * What the vehicle measures. Positive goes into it.
   *
   * @param contactorClosed of the station
   * @param volts DC: at the inlet; AC: of a phase to neutral
   * @param amps DC: through the inlet; AC: of the strongest phase
   * @param watts through the inlet
   * @param dutyPct of the pilot's square wave, 0–100; 100 while it is steady, NaN when unknown
   */
  record Reading(
      boolean contactorClosed, double volts, double amps, double watts, double dutyPct) {}
}
