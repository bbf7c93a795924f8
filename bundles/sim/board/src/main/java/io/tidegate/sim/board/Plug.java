package io.tidegate.sim.board;

/**
 * The vehicle's side of a plug: what a simulated vehicle does at an EVSE of a {@link
 * SimulatedBoard}, and what it sees there. Any thread; every change shows on the wire at once.
 */
public interface Plug {

  /** Plugs in: the pilot shows state B, the vehicle's contactor is open. */
  void connect();

  /**
   * Pulls the plug.
   *
   * @return false when it is locked: it stays in
   */
  boolean disconnect();

  /** The cable is torn off, locked or not. */
  void tear();

  boolean connected();

  boolean locked();

  /** What the vehicle's resistors make of the pilot while it is plugged in. */
  void pilot(Resistor resistor);

  /** The diode in the vehicle's pilot circuit is there (as it must be) or not. */
  void diode(boolean present);

  /**
   * What the vehicle sees of the pilot signal.
   *
   * @return duty cycle in percent: 5 is digital communication, 100 steady 12 V, 0 steady −12 V; NaN
   *     while it is not plugged in
   */
  double dutyPct();

  /**
   * DC: the battery behind the vehicle's contactor.
   *
   * @param volts open-circuit voltage
   * @param ohms of battery and cable, above 0
   */
  void battery(double volts, double ohms);

  /** DC: the vehicle's own contactor. */
  void contactor(boolean closed);

  /**
   * AC: what the vehicle's charger takes from each phase while the EVSE's contactor is closed.
   *
   * @param amps below 0: it delivers
   */
  void takes(double amps);

  /** DC: insulation of the vehicle against earth, ohm ≥ 0. */
  void insulation(double ohms);

  /** Whether the EVSE's contactor really is closed. */
  boolean energised();

  /**
   * Voltage at the inlet: the EVSE's, also behind its open contactor while it precharges (V); AC: 0
   * while the contactor is open.
   */
  double volts();

  /** Current through the inlet, A; positive into the vehicle; AC: of a phase. */
  double amps();

  /** Power through the inlet, W; positive into the vehicle. */
  double powerW();

  /** The vehicle's resistor between pilot and earth (IEC 61851-1 annex A). */
  enum Resistor {
    /** State B: plugged in. */
    B(9),
    /** State C: ready. */
    C(6),
    /** State D: ready, with ventilation. */
    D(3),
    /** Short circuit: state E. */
    SHORT(0);

    private final double volts;

    Resistor(double volts) {
      this.volts = volts;
    }

    double volts() {
      return volts;
    }
  }
}
