package io.tidegate.core.control;

import io.tidegate.api.control.Reason;
import io.tidegate.api.control.ReasonCode;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.SiteInput.EvseTelemetry;
import io.tidegate.api.control.SiteInput.MeterReading;
import io.tidegate.api.control.SiteInput.Outcome;
import io.tidegate.api.control.SiteInput.SetpointOutcome;
import io.tidegate.api.control.SiteInput.TemperatureReading;
import io.tidegate.api.site.SafetyLimits;
import io.tidegate.api.site.SiteModel;
import io.tidegate.core.control.state.ControlCore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which inputs a decision may be put off for. A thousand stations that report once a second, or
 * answers to setpoints that lead to setpoints, must not make a hundred decisions a second of which
 * each moves every station by a few watts. What can ask for a decrease is never put off: an EVSE
 * further beyond what it was told than the last decision knew, a hot one, a meter that shows more,
 * a sensor that is warmer, mains out of their window; nor what an increase is waiting for. Used by
 * the loop's thread only.
 */
final class Pace {
  /** Less room than this is not worth a decision of its own, W. */
  private static final double NEWS_W = 200;

  /** Noise of a meter, W. */
  private static final double NOISE_W = 1;

  /** Noise of an EVSE's meter, W. */
  private static final double EVSE_NOISE_W = 50;

  private final SiteModel model;
  private final SafetyLimits limits;
  private final Map<String, MeterReading> decidedOn = new HashMap<>();
  private final Map<String, MeterReading> newest = new HashMap<>();
  private final Map<String, Double> newestC = new HashMap<>();
  private final double[] excessDecidedOnW;
  private final double[] newestExcessW;
  private List<List<Reason>> reasons = List.of();

  Pace(SiteModel model) {
    this.model = model;
    limits = model.safety();
    excessDecidedOnW = new double[model.evses().size()];
    newestExcessW = new double[model.evses().size()];
  }

  /** A decision has been made. */
  void decided(List<List<Reason>> newReasons) {
    reasons = newReasons;
    decidedOn.putAll(newest);
    System.arraycopy(newestExcessW, 0, excessDecidedOnW, 0, newestExcessW.length);
  }

  /**
   * Whether the next decision may wait for company.
   *
   * @param core has taken the input
   * @param madeRoomW by how much the input lessens what the site must reckon with, W
   */
  boolean mayWait(SiteInput input, ControlCore core, double madeRoomW) {
    if (input instanceof EvseTelemetry t) {
      return !furtherBeyond(t, core) && !hot(t);
    }
    if (input instanceof MeterReading m) {
      newest.put(m.meter(), m);
      MeterReading before = decidedOn.get(m.meter());
      return before != null && inWindow(m) && inWindow(before) && !more(before, m);
    }
    if (input instanceof TemperatureReading t) {
      Double before = newestC.put(t.sensor(), t.celsius());
      return before != null && t.celsius() <= before;
    }
    if (input instanceof SetpointOutcome o) {
      return o.outcome() == Outcome.ACCEPTED && !(madeRoomW > NEWS_W && increasesWait());
    }
    return false;
  }

  /**
   * Whether an EVSE exceeds what it may be obeying by more than when it was decided last: an excess
   * that stays was reckoned with then.
   */
  private boolean furtherBeyond(EvseTelemetry t, ControlCore core) {
    int i = model.indexOf(t.evse());
    if (i < 0) {
      return false;
    }
    double excessW = core.excessW(t);
    newestExcessW[i] = excessW;
    return excessW > 0
        && (excessDecidedOnW[i] == 0 || excessW > excessDecidedOnW[i] + EVSE_NOISE_W);
  }

  private boolean hot(EvseTelemetry t) {
    return t.connectorC() >= limits.connectorDerateStartC()
        || t.inverterC() >= limits.inverterDerateStartC()
        || t.packC() >= limits.packDerateStartC();
  }

  private boolean inWindow(MeterReading m) {
    double perUnit = m.voltageV() / model.grid().nominalVoltageV();
    // what is not measured is no news
    return !(perUnit < limits.minVoltagePu()
        || perUnit > limits.maxVoltagePu()
        || m.frequencyHz() < limits.minFrequencyHz()
        || m.frequencyHz() > limits.maxFrequencyHz());
  }

  /** Whether more flows than when it was decided last, in either direction. */
  private static boolean more(MeterReading before, MeterReading now) {
    return more(before.powerW(), now.powerW())
        || more(before.l1W(), now.l1W())
        || more(before.l2W(), now.l2W())
        || more(before.l3W(), now.l3W());
  }

  private static boolean more(double beforeW, double nowW) {
    boolean turned = beforeW * nowW < 0;
    return turned
        || Math.abs(nowW) > Math.abs(beforeW) + NOISE_W
        || Double.isNaN(nowW) != Double.isNaN(beforeW);
  }

  private boolean increasesWait() {
    for (List<Reason> list : reasons) {
      for (Reason reason : list) {
        if (reason.code() == ReasonCode.AWAITING_DECREASE) {
          return true;
        }
      }
    }
    return false;
  }
}
