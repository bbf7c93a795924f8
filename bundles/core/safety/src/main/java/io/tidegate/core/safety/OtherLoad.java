package io.tidegate.core.safety;

import io.tidegate.api.control.SafetyState;
import io.tidegate.api.control.SafetyState.BaseLoad;
import io.tidegate.api.control.SafetyState.EvseMemory;
import io.tidegate.api.control.SafetyState.NodeMemory;
import io.tidegate.api.control.SiteInput.MeterReading;
import io.tidegate.api.control.SitePicture;
import java.time.Instant;
import java.util.Arrays;

/**
 * What a metered node feeds besides our EVSEs: the meter less the EVSEs' measured powers. While
 * EVSEs are on the move the two do not belong to the same moment; then all that is certain is an
 * interval, and the last estimate stands as far as it lies inside. There are two estimates: the
 * higher one limits charging, the lower one discharging. An EVSE that is silent or out of reach is
 * credited with the least that it may take in the one, with the most in the other.
 */
final class OtherLoad {
  private static final int COLUMNS = 4;

  /** Column 0 is the total, 1 to 3 are the phases: at {@code 4 * node + column}, W. */
  private final double[] chargeW;

  private final double[] dischargeW;

  /** Credits of the EVSEs below each node: two that move, two that are silent. */
  private final double[][] movingLowW = new double[COLUMNS][];

  private final double[][] movingHighW = new double[COLUMNS][];
  private final double[][] silentLowW = new double[COLUMNS][];
  private final double[][] silentHighW = new double[COLUMNS][];

  /** Part of the metered power that lost EVSEs and base load share: not both can have it. */
  private final double[][] lostW = new double[COLUMNS][];

  /** The higher estimate as it is remembered, without regard to lost EVSEs. */
  private final double[] mostW;

  private final double[] nothing;
  private final Topology site;
  private final SitePicture picture;
  private final MeterTimes meters;
  private final Overload overload;
  private final Instant[] overloadedSince;

  /**
   * @param state memory with the EVSEs' moves of now and the nodes' estimates of before
   */
  OtherLoad(
      Topology site,
      SitePicture picture,
      SafetyState state,
      Reach reach,
      Motion motion,
      CommandLimits commands) {
    overload = new Overload(site, commands, reach, picture.at());
    overloadedSince = new Instant[site.nodes];
    Arrays.fill(overloadedSince, Instant.MAX);
    this.site = site;
    this.picture = picture;
    nothing = new double[site.nodes];
    chargeW = new double[COLUMNS * site.nodes];
    dischargeW = new double[COLUMNS * site.nodes];
    mostW = new double[COLUMNS * site.nodes];
    meters = motion.meters();
    credit(state, reach, motion);
    for (int n = 0; n < site.nodes; n++) {
      if (meters.fresh(n)) {
        estimate(n, n < state.nodes().size() ? state.nodes().get(n) : NodeMemory.FRESH);
      }
    }
  }

  private void credit(SafetyState state, Reach reach, Motion motion) {
    double[][] credits = new double[5][];
    for (int c = 0; c < credits.length; c++) {
      credits[c] = site.scratch.take();
    }
    for (int i = 0; i < site.evses; i++) {
      boolean online = reach.evses[i].online();
      EvseMemory memory = i < state.evses().size() ? state.evses().get(i) : EvseMemory.FRESH;
      double power = reach.measuredW[i];
      boolean moving = motion.moving(memory, meters.oldest(site.node[i]));
      // without a session there is nothing that could be measured anew
      moving |= reach.occupied[i] && motion.moving(memory, reach.measuredAt[i]);
      boolean silent = !online || (!moving && !reach.measured[i] && reach.occupied[i]);
      double low = silent || moving ? Math.min(power, reach.lowW[i]) : power;
      double high = silent || moving ? Math.max(power, reach.highW[i]) : power;
      low = moving ? Math.min(low, memory.lowW()) : low;
      high = moving ? Math.max(high, memory.highW()) : high;
      low = silent ? Math.min(0, low) : low;
      credits[0][i] = silent ? 0 : low;
      credits[1][i] = silent ? 0 : high;
      credits[2][i] = silent ? low : 0;
      credits[3][i] = silent ? high : 0;
      credits[4][i] = !online && low >= 0 ? lastSeenW(i, power, reach) : 0;
    }
    sum(credits[0], movingLowW);
    sum(credits[1], movingHighW);
    sum(credits[2], silentLowW);
    sum(credits[3], silentHighW);
    sum(credits[4], lostW);
  }

  /**
   * What an EVSE out of reach was last seen to take, less its fallback: it goes on, and the meter
   * shows it; or its vehicle has left, and all that can come is another at the fallback.
   */
  private double lastSeenW(int i, double powerW, Reach reach) {
    return Math.max(0, Math.min(powerW, reach.chargeToldW[i] - reach.fallbackW[i]));
  }

  private void sum(double[] creditW, double[][] into) {
    Arrays.fill(into, nothing);
    if (!any(creditW)) {
      return;
    }
    into[0] = site.sumsBelow(creditW);
    if (!site.phased) {
      return;
    }
    double[] phases = site.phaseSumsBelow(creditW);
    for (int p = 0; p < 3; p++) {
      into[p + 1] = new double[site.nodes];
      for (int n = 0; n < site.nodes; n++) {
        into[p + 1][n] = phases[3 * n + p];
      }
    }
  }

  private static boolean any(double[] values) {
    for (double value : values) {
      if (value != 0) {
        return true;
      }
    }
    return false;
  }

  private void estimate(int n, NodeMemory before) {
    MeterReading reading = reading(n);
    BaseLoad most = before.most();
    BaseLoad least = before.least();
    estimate(n, 0, reading.powerW(), most.totalW(), least.totalW());
    believe(n, reading.powerW(), before);
    estimate(n, 1, reading.l1W(), most.l1W(), least.l1W());
    estimate(n, 2, reading.l2W(), most.l2W(), least.l2W());
    estimate(n, 3, reading.l3W(), most.l3W(), least.l3W());
  }

  private void estimate(int n, int column, double meterW, double before, double leastBefore) {
    int at = COLUMNS * n + column;
    if (!Double.isFinite(meterW)) {
      // a phase that is not measured: the building loads all alike
      mostW[at] = mostW[COLUMNS * n] / 3;
      chargeW[at] = mostW[at];
      dischargeW[at] = dischargeW[COLUMNS * n] / 3;
      return;
    }
    double movingLow = movingLowW[column][n];
    double movingHigh = movingHighW[column][n];
    double silentLow = silentLowW[column][n];
    double silentHigh = silentHighW[column][n];
    double top = meterW - movingLow - silentLow;
    mostW[at] = within(before, meterW - movingHigh - silentLow, top, top);
    chargeW[at] = Math.min(mostW[at], top - lostW[column][n]);
    double bottom = meterW - movingHigh - silentHigh;
    dischargeW[at] = within(leastBefore, bottom, meterW - movingLow - silentHigh, bottom);
  }

  /** Bends the estimates of the total to an overload that has lasted. */
  private void believe(int n, double meterW, NodeMemory before) {
    int at = COLUMNS * n;
    double least = overload.leastW(n, meterW, before);
    mostW[at] = Math.max(mostW[at], least);
    chargeW[at] = Math.max(chargeW[at], least);
    dischargeW[at] = Math.min(dischargeW[at], overload.mostW(n, meterW, before));
    overloadedSince[n] = overload.since(n, meterW, before);
  }

  /** For the memory of the next decision. */
  Instant overloadedSince(int n) {
    return overloadedSince[n];
  }

  private static double within(double valueW, double leastW, double mostW, double unknownW) {
    return Double.isFinite(valueW) ? Math.max(leastW, Math.min(mostW, valueW)) : unknownW;
  }

  /** Whether the node's meter speaks. */
  boolean fresh(int n) {
    return meters.fresh(n);
  }

  /** Only of a node whose meter speaks. */
  MeterReading reading(int n) {
    return picture.meters().get(site.model.nodes().get(n).meter()).reading();
  }

  /** Upper estimate, for limits of charging; the total is column 0, L1 to L3 follow. */
  double chargeW(int n, int column) {
    return chargeW[COLUMNS * n + column];
  }

  /** Lower estimate, for limits of discharging. */
  double dischargeW(int n, int column) {
    return dischargeW[COLUMNS * n + column];
  }

  /** Most that the EVSEs below may take now, W ≥ 0, and deliver. */
  double evsesW(int n) {
    double taking = movingHighW[0][n] + silentHighW[0][n];
    double giving = -(movingLowW[0][n] + silentLowW[0][n]);
    return Math.max(0, Math.max(taking, giving));
  }

  /** What the EVSEs below take or deliver at least by their measurements, W ≥ 0. */
  double measuredW(int n) {
    return Math.max(0, Math.max(movingLowW[0][n], -movingHighW[0][n]));
  }

  /** The estimates as the memory of the next decision. */
  BaseLoad most(int n) {
    return meters.fresh(n) ? memory(mostW, COLUMNS * n) : BaseLoad.UNKNOWN;
  }

  BaseLoad least(int n) {
    return meters.fresh(n) ? memory(dischargeW, COLUMNS * n) : BaseLoad.UNKNOWN;
  }

  private static BaseLoad memory(double[] from, int at) {
    return new BaseLoad(from[at], from[at + 1], from[at + 2], from[at + 3]);
  }
}
