package io.tidegate.core.safety;

import io.tidegate.api.control.SafetyState.NodeMemory;
import io.tidegate.api.site.GridConnection;
import io.tidegate.api.site.Node;
import java.time.Instant;

/**
 * Believes the meter. While EVSEs move, an excess over a node's limit may be theirs, still on its
 * way down; so the estimate of the other load waits. But an excess that outlasts any move is real,
 * whoever keeps the EVSEs moving: then what they may be obeying now is taken off the meter, and all
 * the rest is other load. One answer, then the same patience again, so that the answer can show.
 */
final class Overload {
  /** What a meter may show above a limit before it is an overload. */
  private static final double TOLERANCE = 0.005;

  private final Topology site;
  private final CommandLimits commands;
  private final Reach reach;
  private final Instant now;
  private double[] toldHighW;
  private double[] toldLowW;

  Overload(Topology site, CommandLimits commands, Reach reach, Instant now) {
    this.site = site;
    this.commands = commands;
    this.reach = reach;
    this.now = now;
  }

  /** Since when the node has been overloaded without an answer; MAX when it is not. */
  Instant since(int n, double meterW, NodeMemory before) {
    if (!(excessInW(n, meterW) > 0) && !(excessOutW(n, meterW) > 0)) {
      return Instant.MAX;
    }
    boolean begins = before.overloadedSince().isAfter(now);
    return begins || due(before) ? now : before.overloadedSince();
  }

  private boolean due(NodeMemory before) {
    return !before.overloadedSince().isAfter(now)
        && Ages.seconds(before.overloadedSince(), now) >= Timing.SETTLE_S;
  }

  /** Least that the other load must be, for limits of charging; −∞ when nothing speaks for it. */
  double leastW(int n, double meterW, NodeMemory before) {
    if (!(excessInW(n, meterW) > 0) || !due(before)) {
      return Double.NEGATIVE_INFINITY;
    }
    toldHighW = toldHighW == null ? site.sumsBelow(reach.highW) : toldHighW;
    return meterW - toldHighW[n];
  }

  /**
   * Most that the other load can be, for limits of discharging; +∞ when nothing speaks against it.
   */
  double mostW(int n, double meterW, NodeMemory before) {
    if (!(excessOutW(n, meterW) > 0) || !due(before)) {
      return Double.POSITIVE_INFINITY;
    }
    toldLowW = toldLowW == null ? site.sumsBelow(reach.lowW) : toldLowW;
    return meterW - toldLowW[n];
  }

  private double excessInW(int n, double meterW) {
    Node node = site.model.nodes().get(n);
    GridConnection grid = site.model.grid();
    double contract = n == 0 ? grid.importCapW() : Double.POSITIVE_INFINITY;
    double limit = Math.min(Math.min(node.ratingW(), contract), commands.importW[n]);
    return meterW - limit * (1 + TOLERANCE);
  }

  private double excessOutW(int n, double meterW) {
    Node node = site.model.nodes().get(n);
    GridConnection grid = site.model.grid();
    double contract = n == 0 ? grid.exportCapW() : Double.POSITIVE_INFINITY;
    double limit = Math.min(Math.min(node.ratingW(), contract), commands.exportW[n]);
    return -meterW - limit * (1 + TOLERANCE);
  }
}
