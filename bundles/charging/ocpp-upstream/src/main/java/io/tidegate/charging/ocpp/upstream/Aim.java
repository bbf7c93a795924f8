package io.tidegate.charging.ocpp.upstream;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A power that a system above asks for in a period of a profile (OCPP 2.1 part 2, Q). Pure. */
sealed interface Aim {

  /**
   * CentralSetpoint (V2X.03).
   *
   * @param rate in the unit of the schedule; negative: out of the vehicle
   */
  record Setpoint(double rate) implements Aim {}

  /**
   * CentralFrequency with a curve (V2X.08): the power follows AFRRSignal, and without a signal that
   * is new enough there is none.
   *
   * @param baselineW added to what the curve says
   * @param curve at least one point, signals rising
   */
  record Curve(double baselineW, List<Point> curve) implements Aim {
    public Curve {
      curve = List.copyOf(curve);
    }

    /** Between points along a line, beyond the ends as at the end, W. */
    double watts(int signal) {
      Point before = curve.get(0);
      for (Point next : curve) {
        if (signal <= next.signal) {
          double span = (double) next.signal - before.signal;
          double part = span == 0 ? 1 : Math.max(0, ((double) signal - before.signal) / span);
          return baselineW + before.powerW + part * (next.powerW - before.powerW);
        }
        before = next;
      }
      return baselineW + before.powerW;
    }
  }

  /** One point of a curve. */
  record Point(int signal, double powerW) {}

  /** In the unit of the schedule: {@code factor} makes W of it. Empty where there is none now. */
  default OptionalDouble watts(double factor, Optional<Integer> signal) {
    if (this instanceof Setpoint setpoint) {
      return OptionalDouble.of(setpoint.rate * factor);
    }
    Curve curve = (Curve) this;
    return signal.isPresent()
        ? OptionalDouble.of(curve.watts(signal.get()))
        : OptionalDouble.empty();
  }
}
