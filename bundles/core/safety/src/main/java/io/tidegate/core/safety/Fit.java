package io.tidegate.core.safety;

import java.util.Arrays;

/**
 * One direction of power, in magnitudes ≥ 0: fits what is wanted into the tree. First by level:
 * what all will be obeying must fit every node, phase and the allowed difference of phases; what
 * does not is cut in proportion. Then in time: until they have confirmed, EVSEs count at the worst
 * of old and new, and a rise waits until the fall that makes room for it is confirmed. A fall never
 * waits.
 */
final class Fit {
  /** Nothing bound; else a node's index, {@link #PHASE} + a node's index, or {@link #SPREAD}. */
  static final int FREE = -1;

  static final int PHASE = 1 << 28;
  static final int SPREAD = 1 << 29;

  /** Relative and absolute overload that is no reason for a message of its own. */
  private static final double TOLERANCE = 0.001;

  private static final double TOLERANCE_W = 1;

  /** What is wanted of each EVSE; becomes what it is given. */
  final double[] levelW;

  /** Where an EVSE was cut; {@link #FREE} where it was not. */
  final int[] cutAt;

  /** Whether an EVSE waits for others' falls. */
  final boolean[] waits;

  private final Topology site;
  private final Demand demand;
  private final Tree load;
  private final boolean[] over;

  /**
   * The situation of this direction.
   *
   * @param reachable whether a setpoint can be sent to the EVSE; others count at their worst
   * @param responsive whether it answers, too; others never rise, and the answering ones make room
   * @param nowW what it may be obeying now
   * @param worstW what it may be obeying, now or after an expiry, or what it is measured to do
   * @param minimumW lowest level other than 0
   * @param capW of each node
   * @param phaseCapW of each node and phase
   * @param singleCapW of the single-phase EVSEs on each phase together
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Demand(
      boolean[] reachable,
      boolean[] responsive,
      double[] nowW,
      double[] worstW,
      double[] minimumW,
      double[] capW,
      double[] phaseCapW,
      double[] singleCapW) {}

  Fit(Topology site, Demand demand, double[] wantedW) {
    this.site = site;
    this.demand = demand;
    levelW = wantedW;
    cutAt = new int[site.evses];
    waits = new boolean[site.evses];
    over = new boolean[site.nodes];
    Arrays.fill(cutAt, FREE);
    load = new Tree(site, demand);
  }

  /** Both steps; afterwards {@link #levelW} is what may be sent. */
  void run() {
    if (any(levelW) || any(demand.worstW)) {
      cutToLevels();
      orderInTime();
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

  private void cutToLevels() {
    for (int i = 0; i < site.evses; i++) {
      boolean mayRise = demand.responsive[i];
      waits[i] = !mayRise && levelW[i] > demand.nowW[i];
      levelW[i] = mayRise ? levelW[i] : Math.min(levelW[i], demand.nowW[i]);
    }
    cutBeside(demand.reachable);
    if (!Arrays.equals(demand.reachable, demand.responsive)) {
      cutBeside(demand.responsive);
    }
  }

  /** Makes the levels of some fit beside all others at their worst. */
  private void cutBeside(boolean[] obeying) {
    double[] fixed = new double[site.evses];
    double[] level = new double[site.evses];
    for (int i = 0; i < site.evses; i++) {
      fixed[i] = obeying[i] ? 0 : demand.worstW[i];
      level[i] = obeying[i] ? levelW[i] : 0;
    }
    load.set(fixed);
    if (load.scale(level, cutAt)) {
      for (int i = 0; i < site.evses; i++) {
        levelW[i] = obeying[i] ? orNothing(i, level[i]) : levelW[i];
      }
    }
  }

  /** Never between nothing and the lowest possible level. */
  private double orNothing(int i, double level) {
    return level < demand.minimumW[i] ? 0 : level;
  }

  private void orderInTime() {
    load.set(worstOfBoth());
    if (load.fits()) {
      return;
    }
    load.set(demand.worstW);
    double[] wanted = levelW.clone();
    double[] rise = new double[site.evses];
    for (int i = 0; i < site.evses; i++) {
      rise[i] = Math.max(0, wanted[i] - demand.worstW[i]);
    }
    load.scale(rise, new int[site.evses]);
    for (int i = 0; i < site.evses; i++) {
      hold(i, wanted[i], rise[i]);
    }
    for (int i = 0; i < site.evses; i++) {
      fill(i, wanted[i]);
      waits[i] |= levelW[i] < wanted[i];
    }
    markOverloads();
  }

  /**
   * What an EVSE is given of its rise in proportion to all; without any it stays as it was told.
   */
  private void hold(int i, double wanted, double rise) {
    if (wanted <= demand.nowW[i]) {
      return;
    }
    double given = wanted <= demand.worstW[i] ? wanted : demand.worstW[i] + rise;
    boolean room = rise > 0 || (wanted <= demand.worstW[i] && load.roomW(i) > -TOLERANCE_W);
    double level = orNothing(i, room ? given : Math.min(wanted, demand.nowW[i]));
    levelW[i] = level;
    if (level > demand.worstW[i]) {
      load.add(i, level - demand.worstW[i]);
    }
  }

  /** Room that proportions have left is given out in the order of the site file. */
  private void fill(int i, double wanted) {
    double from = Math.max(levelW[i], demand.worstW[i]);
    if (wanted <= from) {
      return;
    }
    double level = Math.min(wanted, from + load.roomW(i));
    if (level > from && level >= demand.minimumW[i]) {
      load.add(i, level - from);
      levelW[i] = level;
    }
  }

  private double[] worstOfBoth() {
    double[] both = new double[site.evses];
    for (int i = 0; i < site.evses; i++) {
      both[i] = Math.max(levelW[i], demand.worstW[i]);
    }
    return both;
  }

  private void markOverloads() {
    load.set(worstOfBoth());
    for (int n = 0; n < site.nodes; n++) {
      over[n] = (n > 0 && site.parent[n] >= 0 && over[site.parent[n]]) || load.over(n);
    }
  }

  /** Whether the EVSE must fall now, however little, to end an overload above it. */
  boolean mustFall(int i) {
    return levelW[i] < demand.nowW[i] && over[site.node[i]];
  }

  /** An EVSE that will do something else in this direction after all: nothing. */
  void withdraw(int i) {
    levelW[i] = 0;
    cutAt[i] = FREE;
    waits[i] = false;
  }

  /** Most that single-phase EVSEs may load each phase with, W. */
  double[] worstSinglesW() {
    double[] sum = new double[3];
    for (int i = 0; i < site.evses; i++) {
      if (site.wiring[i] != Topology.THREE_PHASE) {
        sum[site.wiring[i]] += Math.max(levelW[i], demand.worstW[i]);
      }
    }
    return sum;
  }

  static boolean exceeds(double loadW, double capW) {
    return loadW > capW * (1 + TOLERANCE) + TOLERANCE_W;
  }
}
