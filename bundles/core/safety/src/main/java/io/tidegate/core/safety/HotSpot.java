package io.tidegate.core.safety;

import io.tidegate.api.control.SafetyState.NodeMemory;
import io.tidegate.api.site.TransformerThermal;

/**
 * Hot spot of a transformer by the differential equations of IEC 60076-7:2018 (8.2.3): top oil, and
 * two winding terms over it. Each is a first-order lag, solved exactly over the step, so any step
 * is stable.
 */
final class HotSpot {
  /** A load factor above this says more about the measurement than about the transformer. */
  private static final double HIGHEST_LOAD_FACTOR = 3;

  private final TransformerThermal t;

  HotSpot(TransformerThermal thermal) {
    t = thermal;
  }

  /**
   * The model one step later. A transformer that was not watched before is taken as if it had had
   * the present load for ever.
   *
   * @param loadFactor load over rating, ≥ 0
   * @param topOilC measured top-oil temperature, °C; NaN when it is not measured
   * @return with the base loads of {@code before}
   */
  NodeMemory advanced(NodeMemory before, double loadFactor, double topOilC, double stepS) {
    double k = loadFactor >= 0 ? Math.min(HIGHEST_LOAD_FACTOR, loadFactor) : HIGHEST_LOAD_FACTOR;
    double losses = (1 + t.lossRatio() * k * k) / (1 + t.lossRatio());
    double oil = t.topOilRiseK() * StrictMath.pow(losses, t.oilExponent());
    double winding = t.hotSpotGradientK() * StrictMath.pow(k, t.windingExponent());
    double step = Double.isNaN(before.hotSpotC()) ? Double.POSITIVE_INFINITY : stepS;

    double modelled = lag(before.topOilRiseK(), oil, step, t.k11() * t.oilTimeConstantS());
    double rise = Double.isNaN(topOilC) ? modelled : topOilC - t.ambientC();
    double first =
        lag(before.windingRise1K(), t.k21() * winding, step, t.k22() * t.windingTimeConstantS());
    double second =
        lag(before.windingRise2K(), (t.k21() - 1) * winding, step, t.oilTimeConstantS() / t.k22());
    double hotSpot = t.ambientC() + rise + first - second;
    return new NodeMemory(rise, first, second, hotSpot, before.most(), before.least());
  }

  /** A first-order lag after a step; a time constant that is none jumps to the end. */
  private static double lag(double before, double end, double stepS, double constantS) {
    double left = stepS > 0 ? StrictMath.exp(-stepS / constantS) : 1;
    return left > 0 && left <= 1 ? end + (before - end) * left : end;
  }

  /** Part of the headroom that is usable: 1 below the throttle band, 0 above and when unknown. */
  double usable(double hotSpotC) {
    if (hotSpotC < t.throttleStartC()) {
      return 1;
    }
    double left = (t.throttleEndC() - hotSpotC) / (t.throttleEndC() - t.throttleStartC());
    return left > 0 && left <= 1 ? left : 0;
  }
}
