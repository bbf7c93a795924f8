package io.tidegate.core.arbiter;

import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.site.Node;
import io.tidegate.api.site.SiteModel;
import io.tidegate.api.site.StationSpec;
import java.util.List;

/**
 * The supply tree in depth-first order: a node's subtree is one run of nodes, and the EVSEs below
 * it one run of places. All arrays of the arbiter are indexed by place or by this order of nodes,
 * so that every sum below a node is a walk over neighbouring memory. Immutable.
 */
final class Topology {
  static final int THREE_PHASE = 3;

  final SiteModel model;
  final int nodes;
  final int places;

  /** Model index of the node at each rank, and back. */
  final int[] nodeAt;

  final int[] rankOf;

  /** Parent's rank, −1 for the root. */
  final int[] parent;

  /** One past the last rank of the node's subtree. */
  final int[] end;

  final int[] depth;

  /** Places below the node: its own are {@code from..ownTo}, all are {@code from..to}. */
  final int[] from;

  final int[] ownTo;
  final int[] to;

  /** Model index of the EVSE at each place, and back. */
  final int[] evseAt;

  final int[] placeOf;

  /** Rank of the node that the EVSE hangs on. */
  final int[] rankAt;

  /** 0, 1, 2: wired to that phase alone; {@link #THREE_PHASE} otherwise. */
  final int[] wiring;

  final double[] minChargeW;
  final double[] minDischargeW;
  final double[] minShareW;
  final double[] maxShareW;
  final double[] safeShareW;
  final double[] rampWPerS;

  /** Longest time over which an unused rise may gather, s: else the deadband would swallow it. */
  final double[] rampWindowS;

  final double[] dwellS;

  Topology(SiteModel model) {
    this.model = model;
    nodes = model.nodes().size();
    places = model.evses().size();
    nodeAt = new int[nodes];
    rankOf = new int[nodes];
    parent = new int[nodes];
    end = new int[nodes];
    depth = new int[nodes];
    from = new int[nodes];
    ownTo = new int[nodes];
    to = new int[nodes];
    evseAt = new int[places];
    placeOf = new int[places];
    rankAt = new int[places];
    wiring = new int[places];
    minChargeW = new double[places];
    minDischargeW = new double[places];
    minShareW = new double[places];
    maxShareW = new double[places];
    safeShareW = new double[places];
    rampWPerS = new double[places];
    rampWindowS = new double[places];
    dwellS = new double[places];
    orderNodes();
    orderEvses();
    for (int place = 0; place < places; place++) {
      copy(place, model.evses().get(evseAt[place]));
    }
  }

  /** Ranks follow from subtree sizes, which follow from parents being listed first. */
  private void orderNodes() {
    List<Node> list = model.nodes();
    int[] size = new int[nodes];
    for (int n = nodes - 1; n >= 0; n--) {
      size[n]++;
      if (n > 0) {
        size[list.get(n).parent()] += size[n];
      }
    }
    int[] next = new int[nodes];
    for (int n = 0; n < nodes; n++) {
      int up = list.get(n).parent();
      int rank = n == 0 ? 0 : next[up];
      if (n > 0) {
        next[up] += size[n];
      }
      next[n] = rank + 1;
      rankOf[n] = rank;
      nodeAt[rank] = n;
      parent[rank] = n == 0 ? -1 : rankOf[up];
      depth[rank] = n == 0 ? 0 : depth[rankOf[up]] + 1;
      end[rank] = rank + size[n];
    }
  }

  private void orderEvses() {
    int[] own = new int[nodes];
    for (EvseSpec evse : model.evses()) {
      own[rankOf[evse.node()]]++;
    }
    int place = 0;
    for (int rank = 0; rank < nodes; rank++) {
      from[rank] = place;
      place += own[rank];
      ownTo[rank] = place;
    }
    for (int rank = 0; rank < nodes; rank++) {
      to[rank] = end[rank] < nodes ? from[end[rank]] : places;
    }
    int[] next = from.clone();
    for (int i = 0; i < places; i++) {
      int rank = rankOf[model.evses().get(i).node()];
      int at = next[rank]++;
      evseAt[at] = i;
      placeOf[i] = at;
      rankAt[at] = rank;
    }
  }

  private void copy(int place, EvseSpec spec) {
    wiring[place] =
        switch (spec.phases()) {
          case L1 -> 0;
          case L2 -> 1;
          case L3 -> 2;
          case L123 -> THREE_PHASE;
        };
    minChargeW[place] = amount(spec.minChargeW());
    minDischargeW[place] = amount(spec.minDischargeW());
    minShareW[place] = amount(spec.minShareW());
    maxShareW[place] = spec.maxShareW() >= 0 ? spec.maxShareW() : Double.POSITIVE_INFINITY;
    safeShareW[place] = amount(spec.safeShareW());
    rampWPerS[place] = spec.rampWPerS() > 0 ? spec.rampWPerS() : Double.POSITIVE_INFINITY;
    dwellS[place] = amount(spec.dwellS());
    StationSpec station = model.station(spec.station()).orElseThrow();
    double interval = station.setpointInterval().toNanos() * 1e-9;
    double toCrossDeadband = 2 * amount(station.deadbandW()) / rampWPerS[place];
    rampWindowS[place] = Math.max(1, Math.max(interval, toCrossDeadband));
  }

  /** What is negative or unknown in a specification counts as 0. */
  static double amount(double value) {
    return value > 0 ? value : 0;
  }
}
