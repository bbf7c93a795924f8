package io.tidegate.core.safety;

import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.MeterState;
import io.tidegate.api.control.SafetyState;
import io.tidegate.api.control.SafetyState.EvseMemory;
import io.tidegate.api.control.SafetyState.NodeMemory;
import io.tidegate.api.control.SiteInput.MeterReading;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.site.Node;
import java.time.Instant;

/**
 * What a metered node feeds besides our EVSEs: the meter less the EVSEs' measured powers. While
 * EVSEs are on the move the two do not belong to the same moment; then all that is certain is an
 * interval, and the last estimate stands as far as it lies inside. An EVSE that is silent for long
 * is credited with nothing: towards charging with the least it may take, towards discharging with
 * the most.
 */
final class BaseLoad {
  private static final int COLUMNS = 4;

  /** Column 0 is the total, 1 to 3 are the phases: at {@code 4 * node + column}, W. */
  private final double[] chargeW;

  private final double[] dischargeW;

  /** Credits of the EVSEs below each node: two that move, two that are silent. */
  private final double[][] movingLowW = new double[COLUMNS][];

  private final double[][] movingHighW = new double[COLUMNS][];
  private final double[][] silentLowW = new double[COLUMNS][];
  private final double[][] silentHighW = new double[COLUMNS][];
  private final Topology site;
  private final SitePicture picture;
  private final boolean[] fresh;

  /**
   * @param state memory with the EVSEs' moves of now and the nodes' estimates of before
   */
  BaseLoad(Topology site, SitePicture picture, SafetyState state, Reach reach, Motion motion) {
    this.site = site;
    this.picture = picture;
    chargeW = new double[COLUMNS * site.nodes];
    dischargeW = new double[COLUMNS * site.nodes];
    fresh = new boolean[site.nodes];
    boolean any = false;
    for (int n = 0; n < site.nodes; n++) {
      fresh[n] = isFresh(site.model.nodes().get(n));
      any |= fresh[n];
    }
    credit(state, reach, motion);
    for (int n = 0; any && n < site.nodes; n++) {
      if (fresh[n]) {
        estimate(n, n < state.nodes().size() ? state.nodes().get(n) : NodeMemory.FRESH);
      }
    }
  }

  private boolean isFresh(Node node) {
    MeterState meter = node.metered() ? picture.meters().get(node.meter()) : null;
    return meter != null
        && Ages.fresh(meter.at(), picture.at(), site.model.safety().meterMaxAgeS())
        && Double.isFinite(meter.reading().powerW());
  }

  private void credit(SafetyState state, Reach reach, Motion motion) {
    double[][] credits = new double[COLUMNS][site.evses];
    for (int i = 0; i < site.evses; i++) {
      EvseState evse = Absent.orPresent(picture, i);
      EvseMemory memory = i < state.evses().size() ? state.evses().get(i) : EvseMemory.FRESH;
      boolean measured = reach.measured(evse);
      double power = measured ? evse.measured().powerW() : 0;
      boolean moving =
          motion.moving(memory, evse.measured().powerAt()) || motion.moving(memory, metered(i));
      boolean silent = !moving && !measured;
      double low = silent || moving ? Math.min(power, reach.lowW[i]) : power;
      double high = silent || moving ? Math.max(power, reach.highW[i]) : power;
      low = moving ? Math.min(low, memory.lowW()) : low;
      high = moving ? Math.max(high, memory.highW()) : high;
      credits[0][i] = silent ? 0 : low;
      credits[1][i] = silent ? 0 : high;
      credits[2][i] = silent ? low : 0;
      credits[3][i] = silent ? high : 0;
    }
    sum(credits[0], movingLowW);
    sum(credits[1], movingHighW);
    sum(credits[2], silentLowW);
    sum(credits[3], silentHighW);
  }

  /** When the nearest meter above an EVSE was read; now where there is none. */
  private Instant metered(int i) {
    for (int n = site.node[i]; n >= 0; n = site.parent[n]) {
      if (fresh[n]) {
        return picture.meters().get(site.model.nodes().get(n).meter()).at();
      }
    }
    return picture.at();
  }

  private void sum(double[] creditW, double[][] into) {
    into[0] = site.sumsBelow(creditW);
    double[] phases = site.phaseSumsBelow(creditW);
    for (int p = 0; p < 3; p++) {
      into[p + 1] = new double[site.nodes];
      for (int n = 0; n < site.nodes; n++) {
        into[p + 1][n] = phases[3 * n + p];
      }
    }
  }

  private void estimate(int n, NodeMemory before) {
    MeterReading reading = reading(n);
    estimate(n, 0, reading.powerW(), before.baseW());
    estimate(n, 1, reading.l1W(), before.baseL1W());
    estimate(n, 2, reading.l2W(), before.baseL2W());
    estimate(n, 3, reading.l3W(), before.baseL3W());
  }

  private void estimate(int n, int column, double meterW, double beforeW) {
    int at = COLUMNS * n + column;
    if (!Double.isFinite(meterW)) {
      // a phase that is not measured: the building loads all alike
      chargeW[at] = chargeW[COLUMNS * n] / 3;
      dischargeW[at] = dischargeW[COLUMNS * n] / 3;
      return;
    }
    double most = meterW - movingLowW[column][n] - silentLowW[column][n];
    double least = meterW - movingHighW[column][n] - silentLowW[column][n];
    double base = Double.isFinite(beforeW) ? Math.max(least, Math.min(most, beforeW)) : most;
    chargeW[at] = base;
    dischargeW[at] = base - (silentHighW[column][n] - silentLowW[column][n]);
  }

  /** Whether the node's meter speaks. */
  boolean fresh(int n) {
    return fresh[n];
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

  /** The estimate as the memory of the next decision. */
  double memoryW(int n, int column) {
    return fresh[n] ? chargeW(n, column) : Double.NaN;
  }
}
