package io.tidegate.hardware.control.pilot;

import io.tidegate.api.device.PilotFrontEnd.Sample;
import io.tidegate.api.device.PilotState;

/** Voltages at the pilot contact as states (IEC 61851-1 table A.4). Pure. */
final class Voltages {
  /** How far from the nominal voltage a state begins, and where it ends once it is there. */
  private static final double ENTER_V = 1.0;

  private static final double LEAVE_V = 1.4;

  /** The negative half is −12 V while the vehicle's diode keeps it from its resistor. */
  private static final double DIODE_V = -10;

  /** Between the peaks of a signal that is no steady voltage. */
  private static final double SWING_V = 1.5;

  private Voltages() {}

  /**
   * The state of a sample.
   *
   * @param before which keeps its voltages a little beyond their bounds
   */
  static PilotState state(Sample sample, PilotState before) {
    if (Double.isNaN(sample.highV()) || Double.isNaN(sample.lowV())) {
      return PilotState.UNKNOWN;
    }
    if (before != PilotState.UNKNOWN && near(sample, before, LEAVE_V)) {
      return sound(sample, before);
    }
    for (PilotState state : PilotState.values()) {
      if (state != PilotState.UNKNOWN && near(sample, state, ENTER_V)) {
        return sound(sample, state);
      }
    }
    return PilotState.UNKNOWN;
  }

  private static boolean near(Sample sample, PilotState state, double volts) {
    return Math.abs(sample.highV() - nominal(state)) <= volts;
  }

  /** A vehicle whose diode is missing drags the negative half down as well. */
  private static PilotState sound(Sample sample, PilotState state) {
    boolean swings = sample.highV() - sample.lowV() > SWING_V;
    return state.plugged() && swings && sample.lowV() > DIODE_V ? PilotState.UNKNOWN : state;
  }

  private static double nominal(PilotState state) {
    return switch (state) {
      case A -> 12;
      case B -> 9;
      case C -> 6;
      case D -> 3;
      case E -> 0;
      case F -> -12;
      case UNKNOWN -> Double.NaN;
    };
  }
}
