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
  private final Layer[] layers;
  private final boolean[] over;
  private final boolean[] standsOver;

  /**
   * The situation of this direction.
   *
   * @param reachable whether a setpoint can be sent to the EVSE; others count at their worst
   * @param responsive whether it answers, too; others never rise, and the answering ones make room
   * @param nowW what it may be obeying now
   * @param sureW what it is at least at, whichever of that it obeys
   * @param standsW what it will be obeying without another message
   * @param minimumW lowest level other than 0
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Demand(
      boolean[] reachable,
      boolean[] responsive,
      double[] nowW,
      double[] sureW,
      double[] standsW,
      double[] minimumW) {}

  /**
   * @param layers the limits now; and those of later, when expiries have brought safe shares back
   */
  Fit(Topology site, Demand demand, double[] wantedW, Layer... layers) {
    this.site = site;
    this.demand = demand;
    this.layers = layers;
    levelW = wantedW;
    cutAt = new int[site.evses];
    waits = new boolean[site.evses];
    over = new boolean[site.nodes];
    standsOver = new boolean[site.nodes];
    Arrays.fill(cutAt, FREE);
  }

  /** Both steps; afterwards {@link #levelW} is what may be sent. */
  void run() {
    boolean any = any(levelW);
    for (Layer layer : layers) {
      any |= any(layer.worstW);
    }
    if (any) {
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
    boolean allAnswer = Arrays.equals(demand.reachable, demand.responsive);
    for (Layer layer : layers) {
      cutBeside(layer, demand.reachable);
      if (!allAnswer) {
        cutBeside(layer, demand.responsive);
      }
    }
  }

  /** Makes the levels of some fit beside all others at their worst. */
  private void cutBeside(Layer layer, boolean[] obeying) {
    double[] fixed = site.scratch.take();
    double[] level = site.scratch.take();
    for (int i = 0; i < site.evses; i++) {
      fixed[i] = obeying[i] ? layer.reservedW[i] : layer.worstW[i];
      level[i] = obeying[i] ? levelW[i] : 0;
    }
    layer.tree.set(fixed);
    if (layer.tree.scale(level, cutAt)) {
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
    boolean fits = true;
    for (Layer layer : layers) {
      layer.tree.set(worstOfBoth(layer));
      fits &= layer.tree.fits();
    }
    if (fits) {
      return;
    }
    double[] wanted = site.scratch.copy(levelW);
    double[] most = site.scratch.copy(wanted);
    for (Layer layer : layers) {
      layer.tree.set(layer.worstW);
      shareRoom(layer, wanted, most);
    }
    for (int i = 0; i < site.evses; i++) {
      if (wanted[i] > demand.sureW[i]) {
        raise(i, 0, orNothing(i, most[i]));
      }
    }
    for (int i = 0; i < site.evses; i++) {
      fill(i, wanted[i]);
      waits[i] |= wanted[i] - levelW[i] > Math.max(TOLERANCE_W, site.deadbandW[i]);
    }
    markOverloads();
  }

  private double[] worstOfBoth(Layer layer) {
    double[] both = site.scratch.take();
    for (int i = 0; i < site.evses; i++) {
      both[i] = Math.max(levelW[i], layer.worstW[i]);
    }
    return both;
  }

  /**
   * What is left of a layer beside the worst is given to all rises in proportion; without any, and
   * where even what is counted already is too much, an EVSE gets no more than it is at for certain:
   * to repeat what it may have left already would be a rise.
   */
  private void shareRoom(Layer layer, double[] wanted, double[] most) {
    double[] rise = site.scratch.take();
    for (int i = 0; i < site.evses; i++) {
      rise[i] = Math.max(0, wanted[i] - layer.worstW[i]);
    }
    layer.tree.scale(rise, new int[site.evses]);
    for (int i = 0; i < site.evses; i++) {
      boolean counted = wanted[i] <= layer.worstW[i];
      boolean room = counted ? layer.tree.roomW(i) > -TOLERANCE_W : rise[i] > 0;
      double allowed = counted ? wanted[i] : layer.worstW[i] + rise[i];
      most[i] = Math.min(most[i], room ? allowed : Math.min(wanted[i], demand.sureW[i]));
    }
  }

  private void raise(int i, double from, double to) {
    levelW[i] = to;
    for (Layer layer : layers) {
      double more = Math.max(to, layer.worstW[i]) - Math.max(from, layer.worstW[i]);
      if (more > 0) {
        layer.tree.add(i, more);
      }
    }
  }

  /** Room that proportions have left is given out in the order of the site file. */
  private void fill(int i, double wanted) {
    double level = wanted;
    for (Layer layer : layers) {
      double counted = Math.max(levelW[i], layer.worstW[i]);
      double most = counted + layer.tree.roomW(i);
      level = wanted <= counted && most > counted - TOLERANCE_W ? level : Math.min(level, most);
    }
    if (level > levelW[i] && level > demand.sureW[i] && level >= demand.minimumW[i]) {
      raise(i, levelW[i], level);
    }
  }

  private void markOverloads() {
    Layer now = layers[0];
    now.tree.set(worstOfBoth(now));
    mark(now, over);
    now.tree.set(demand.standsW);
    mark(now, standsOver);
  }

  private void mark(Layer now, boolean[] marks) {
    for (int n = 0; n < site.nodes; n++) {
      marks[n] = (n > 0 && site.parent[n] >= 0 && marks[site.parent[n]]) || now.tree.over(n);
    }
  }

  /**
   * Whether the EVSE must fall now to end an overload above it: however little when what stands is
   * too much; by the deadband at least when only measurements say so, whose noise would otherwise
   * be a message each.
   */
  boolean mustFall(int i) {
    boolean much = demand.standsW[i] - levelW[i] >= site.deadbandW[i];
    return levelW[i] < demand.nowW[i] && (standsOver[site.node[i]] || (much && over[site.node[i]]));
  }

  /** Most that single-phase EVSEs may load each phase with, W. */
  double[] worstSinglesW() {
    return Spread.singlesW(site, worstOfBoth(layers[layers.length - 1]));
  }

  static boolean exceeds(double loadW, double capW) {
    return loadW > capW * (1 + TOLERANCE) + TOLERANCE_W;
  }
}
