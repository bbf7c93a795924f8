package io.tidegate.core.safety;

import io.tidegate.api.control.Reason;
import io.tidegate.api.control.ReasonCode;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.site.DischargeAccess;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.site.Node;
import io.tidegate.api.site.SiteModel;
import io.tidegate.api.site.StationSpec;
import java.util.Optional;

/**
 * The site model as arrays, indexed like the model's lists; numbers that mean nothing are taken on
 * the safe side. Immutable but for its scratch.
 */
final class Topology {
  static final int THREE_PHASE = 3;

  final SiteModel model;
  final int evses;
  final int nodes;

  /** Parent of each node, −1 for the root; always less than the node. */
  final int[] parent;

  final int[] node;

  /** 0, 1, 2: wired to that phase alone; {@link #THREE_PHASE} otherwise. */
  final int[] wiring;

  final EvseId[] id;
  final double[] maxChargeW;
  final double[] maxDischargeW;

  /** What a limit is called that is the EVSE's rating. */
  final Reason[] chargeRating;

  final Reason[] dischargeRating;

  final double[] minChargeW;
  final double[] minDischargeW;
  final double[] shareW;
  final double[] deadbandW;

  /** Age at which a setpoint is renewed, s. */
  final double[] renewalS;

  final boolean[] takesDischarge;
  final boolean[] attested;

  /** Whether any node or the grid connection limits phases; else nothing is reckoned by phase. */
  final boolean phased;

  /** Sum of the safe shares below each node, and on phase p of node n at {@code 3 * n + p}, W. */
  final double[] sharesBelowW;

  final double[] phaseSharesBelowW;

  /** Arrays by EVSE for the decision that is being made. */
  final Scratch scratch;

  Topology(SiteModel model) {
    this.model = model;
    evses = model.evses().size();
    nodes = model.nodes().size();
    scratch = new Scratch(evses);
    parent = new int[nodes];
    node = new int[evses];
    wiring = new int[evses];
    id = new EvseId[evses];
    maxChargeW = new double[evses];
    maxDischargeW = new double[evses];
    chargeRating = new Reason[evses];
    dischargeRating = new Reason[evses];
    minChargeW = new double[evses];
    minDischargeW = new double[evses];
    shareW = new double[evses];
    deadbandW = new double[evses];
    renewalS = new double[evses];
    takesDischarge = new boolean[evses];
    attested = new boolean[evses];
    boolean phases = limited(model.grid().importCapPhaseW(), model.grid().exportCapPhaseW());
    for (int n = 0; n < nodes; n++) {
      Node spec = model.nodes().get(n);
      parent[n] = Math.max(-1, spec.parent());
      phases |= limited(spec.phaseRatingW(), spec.phaseRatingW());
    }
    phased = phases;
    for (int i = 0; i < evses; i++) {
      copy(i, model.evses().get(i));
    }
    sharesBelowW = sumsBelow(shareW);
    phaseSharesBelowW = phaseSumsBelow(shareW);
  }

  private void copy(int i, EvseSpec spec) {
    id[i] = spec.id();
    node[i] = spec.node();
    wiring[i] =
        switch (spec.phases()) {
          case L1 -> 0;
          case L2 -> 1;
          case L3 -> 2;
          case L123 -> THREE_PHASE;
        };
    maxChargeW[i] = finite(spec.maxChargeW());
    maxDischargeW[i] = finite(spec.maxDischargeW());
    chargeRating[i] = new Reason(ReasonCode.EVSE_RATING, "", maxChargeW[i]);
    dischargeRating[i] = new Reason(ReasonCode.EVSE_RATING, "", 0 - maxDischargeW[i]);
    minChargeW[i] = finite(spec.minChargeW());
    minDischargeW[i] = finite(spec.minDischargeW());
    shareW[i] = Math.min(finite(spec.safeShareW()), maxChargeW[i]);
    Optional<StationSpec> station = model.station(spec.station());
    deadbandW[i] = station.map(s -> finite(s.deadbandW())).orElse(0.0);
    renewalS[i] = Timing.renewalS(i, evses);
    takesDischarge[i] = station.map(s -> s.dischargeAccess() != DischargeAccess.NONE).orElse(false);
    attested[i] = spec.dischargeAttested();
  }

  private static boolean limited(double a, double b) {
    return a != Double.POSITIVE_INFINITY || b != Double.POSITIVE_INFINITY;
  }

  /** A magnitude that must be finite: 0 for anything else. */
  private static double finite(double value) {
    return value > 0 && value < Double.POSITIVE_INFINITY ? value : 0;
  }

  /** Sum over the EVSEs below each node. */
  double[] sumsBelow(double[] evseW) {
    double[] sum = new double[nodes];
    for (int i = 0; i < evses; i++) {
      sum[node[i]] += evseW[i];
    }
    for (int n = nodes - 1; n > 0; n--) {
      if (parent[n] >= 0) {
        sum[parent[n]] += sum[n];
      }
    }
    return sum;
  }

  /** The same by phase, at {@code 3 * node + phase}; noughts where no phase is limited. */
  double[] phaseSumsBelow(double[] evseW) {
    double[] sum = new double[3 * nodes];
    if (!phased) {
      return sum;
    }
    for (int i = 0; i < evses; i++) {
      int at = 3 * node[i];
      if (wiring[i] == THREE_PHASE) {
        double third = evseW[i] / 3;
        sum[at] += third;
        sum[at + 1] += third;
        sum[at + 2] += third;
      } else {
        sum[at + wiring[i]] += evseW[i];
      }
    }
    for (int n = nodes - 1; n > 0; n--) {
      for (int p = 0; p < 3 && parent[n] >= 0; p++) {
        sum[3 * parent[n] + p] += sum[3 * n + p];
      }
    }
    return sum;
  }
}
