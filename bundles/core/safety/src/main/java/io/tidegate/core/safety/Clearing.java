package io.tidegate.core.safety;

import io.tidegate.api.control.Allocation;
import io.tidegate.api.control.Bounds;
import io.tidegate.api.control.Clearance;
import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.Reason;
import io.tidegate.api.control.ReasonCode;
import io.tidegate.api.control.SafetyEnvelope.Envelope;
import io.tidegate.api.control.SafetyEnvelope.Verdict;
import io.tidegate.api.control.SafetyState;
import io.tidegate.api.control.Setpoint;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.site.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** The second half of a decision: from proposals to setpoints. One decision each. */
final class Clearing {
  private static final Reason ATTESTED = Reason.of(ReasonCode.DISCHARGE_ATTESTED);

  private final Topology site;
  private final SitePicture picture;
  private final Bounds bounds;
  private final Allocation proposal;
  private final Reach reach;
  private final Proposals proposals;
  private final Standing standing;
  private final Fit charge;
  private final Fit discharge;
  private final Outbox outbox;
  private final List<Reason>[] reasons;
  private List<Reason> lastAlone;

  @SuppressWarnings({"unchecked", "rawtypes"})
  Clearing(Sight sight, Envelope envelope, Allocation proposal) {
    this.proposal = proposal;
    site = sight.site();
    picture = sight.picture();
    bounds = envelope.bounds();
    reach = sight.reach();
    Excess excess = sight.excess(envelope.state().evses());
    proposals = new Proposals(site, picture, reach, bounds, proposal);
    standing = new Standing(site, reach, picture.at());
    Spread spread = new Spread(site);
    Fallback fallback = new Fallback(site, proposals, reach);

    double[] given = Spread.singlesW(site, reach.dischargeWorstW);
    Layer[] layers =
        fallback.layers(
            chargeCaps(spread.capsW(given)),
            physicalW(envelope.state(), excess),
            less(reach.chargeNowWorstW, excess.none, excess.evseChargeW),
            less(reach.chargeWorstW, excess.none, excess.evseChargeW));
    Fit.Demand in = demand(reach.chargeNowW, reach.chargeSureW, standing.chargeW, site.minChargeW);
    charge = new Fit(site, in, proposals.chargeW, layers);
    charge.run();
    fallback.settle(layers, charge.levelW);

    Layer.Caps caps = dischargeCaps(spread.capsW(charge.worstSinglesW()));
    double[] worst = less(reach.dischargeWorstW, excess.none, excess.evseDischargeW);
    Layer layer = new Layer(site, caps, worst, site.scratch.take());
    Fit.Demand give =
        demand(reach.dischargeToldW, reach.dischargeSureW, standing.dischargeW, site.minDischargeW);
    discharge = new Fit(site, give, proposals.dischargeW, layer);
    discharge.run();
    outbox = new Outbox(site, reach, picture.at());
    reasons = new List[site.evses];
  }

  private Fit.Demand demand(double[] nowW, double[] sureW, double[] standsW, double[] minimumW) {
    return new Fit.Demand(reach.reachable, reach.responsive, nowW, sureW, standsW, minimumW);
  }

  private Layer.Caps chargeCaps(double[] singleCapsW) {
    double[] caps = new double[site.nodes];
    double[] phaseCaps = new double[3 * site.nodes];
    for (int n = 0; n < site.nodes; n++) {
      caps[n] = bounds.chargeCapW(n);
      for (int p = 0; p < 3; p++) {
        phaseCaps[3 * n + p] = bounds.phaseChargeCapW(n, p);
      }
    }
    return new Layer.Caps(caps, phaseCaps, singleCapsW);
  }

  /** What a node bears beside its other load where a command allows less; else 0. */
  private double[] physicalW(SafetyState state, Excess excess) {
    double[] physical = new double[site.nodes];
    for (int n = 0; n < site.nodes; n++) {
      if (bounds.chargeReason(n).code() == ReasonCode.COMMAND_LIMIT) {
        Node node = site.model.nodes().get(n);
        double contract = n == 0 ? site.model.grid().importCapW() : Double.POSITIVE_INFINITY;
        double limit = Math.min(node.ratingW(), contract);
        double other = node.metered() ? state.nodes().get(n).most().totalW() : node.designLoadW();
        double left = limit - Math.max(0, other) - excess.chargeW[n];
        physical[n] = left > 0 ? left : 0;
      }
    }
    return physical;
  }

  private Layer.Caps dischargeCaps(double[] singleCapsW) {
    double[] caps = new double[site.nodes];
    double[] phaseCaps = new double[3 * site.nodes];
    for (int n = 0; n < site.nodes; n++) {
      caps[n] = bounds.dischargeCapW(n);
      for (int p = 0; p < 3; p++) {
        phaseCaps[3 * n + p] = bounds.phaseDischargeCapW(n, p);
      }
    }
    return new Layer.Caps(caps, phaseCaps, singleCapsW);
  }

  /** What an EVSE takes beyond all that it was told has already been taken off the capacities. */
  private double[] less(double[] worstW, boolean none, double[] excessW) {
    if (none) {
      return worstW;
    }
    double[] rest = site.scratch.take();
    for (int i = 0; i < rest.length; i++) {
      rest[i] = worstW[i] - excessW[i];
    }
    return rest;
  }

  Verdict run(Function<Setpoint, Clearance> issue, long nextSetpointId) {
    double[] power = new double[site.evses];
    // falls from the front, rises from the back
    int[] due = new int[site.evses];
    int falls = 0;
    int rises = site.evses;
    double[] given = site.scratch.take();
    for (int i = 0; i < site.evses; i++) {
      EvseState evse = reach.evses[i];
      double level = discharge.levelW[i] > 0 ? -discharge.levelW[i] : Math.max(0, charge.levelW[i]);
      given[i] = cut(i) ? outbox.steady(i, evse.commitment(), level) : level;
      reasons[i] = explain(i, evse, given[i]);
      power[i] = given[i];
      if (!reach.reachable[i]) {
        power[i] = presumed(i, evse);
      } else if (outbox.due(i, evse.commitment(), given[i], urgent(i))) {
        due[isFall(i, given[i]) ? falls++ : --rises] = i;
      } else {
        power[i] = evse.commitment().lastSentW();
      }
    }
    int count = falls + site.evses - rises;
    List<Clearance> cleared = new ArrayList<>(count);
    for (int k = 0; k < count; k++) {
      int i = due[k < falls ? k : site.evses - 1 - (k - falls)];
      cleared.add(issue.apply(outbox.setpoint(i, nextSetpointId + k, given[i], reasons[i])));
    }
    return new Verdict(power, Collections.unmodifiableList(Arrays.asList(reasons)), cleared);
  }

  /** Whether the tree leaves the EVSE less than is wanted of it. */
  private boolean cut(int i) {
    return charge.cutAt[i] != Fit.FREE || discharge.cutAt[i] != Fit.FREE;
  }

  /** What an EVSE out of reach is taken to be doing. */
  private double presumed(int i, EvseState evse) {
    if (evse.commitment().inForce(picture.at()) && Double.isFinite(evse.commitment().acceptedW())) {
      return evse.commitment().acceptedW();
    }
    return evse.session().isPresent() ? reach.fallbackW[i] : 0;
  }

  /** Neither direction may be higher than what the EVSE may be obeying already. */
  private boolean isFall(int i, double powerW) {
    return powerW <= reach.chargeNowW[i] && -powerW <= reach.dischargeToldW[i];
  }

  /** A fall that safety needs: an overload above the EVSE, or a level beyond its own limits. */
  private boolean urgent(int i) {
    return charge.mustFall(i)
        || discharge.mustFall(i)
        || Fit.exceeds(standing.chargeW[i], bounds.maxW(i))
        || Fit.exceeds(standing.dischargeW[i], -bounds.minW(i));
  }

  private List<Reason> explain(int i, EvseState evse, double powerW) {
    Reason asked = i < proposal.evses() ? proposal.reason(i) : null;
    // without the vehicle's permission nobody delivers but where it is attested
    boolean attested = powerW < 0 && site.attested[i] && !allowed(evse);
    boolean cut = proposals.binding[i] != null || charge.waits[i] || discharge.waits[i] || cut(i);
    if (!cut && !attested && asked != null && !denied(i, powerW, asked)) {
      return alone(asked);
    }
    return explainCut(i, powerW, asked, attested);
  }

  private static boolean allowed(EvseState evse) {
    return evse.session().isEmpty() || evse.session().get().dischargeAllowed();
  }

  /** Whether delivery was asked for and this EVSE may not deliver at all. */
  private boolean denied(int i, double powerW, Reason asked) {
    return asked.valueW() < 0 && powerW >= 0 && bounds.minW(i) == 0;
  }

  /** Many EVSEs in a row often share one reason. */
  @SuppressWarnings("ReferenceEquality")
  private List<Reason> alone(Reason reason) {
    if (lastAlone == null || lastAlone.get(0) != reason) {
      lastAlone = List.of(reason);
    }
    return lastAlone;
  }

  private List<Reason> explainCut(int i, double powerW, Reason asked, boolean attested) {
    EvseState evse = reach.evses[i];
    List<Reason> list = new ArrayList<>(2);
    if (charge.waits[i] || discharge.waits[i]) {
      list.add(new Reason(ReasonCode.AWAITING_DECREASE, "", powerW));
    }
    if (!evse.shareAssured() && (charge.waits[i] || charge.cutAt[i] != Fit.FREE)) {
      list.add(new Reason(ReasonCode.FALLBACK_UNKNOWN, "", reach.fallbackW[i]));
    }
    addCut(list, charge.cutAt[i], true);
    addCut(list, discharge.cutAt[i], false);
    if (proposals.binding[i] != null) {
      list.add(proposals.binding[i]);
    }
    if (asked != null && denied(i, powerW, asked) && !list.contains(bounds.minReason(i))) {
      list.add(bounds.minReason(i));
    }
    if (asked != null && reach.reachable[i] && !list.contains(asked)) {
      list.add(asked);
    }
    if (attested) {
      list.add(ATTESTED);
    }
    return list.isEmpty() ? List.of(bounds.maxReason(i)) : List.copyOf(list);
  }

  private void addCut(List<Reason> list, int at, boolean charging) {
    if (at == Fit.FREE) {
      return;
    }
    if (at >= Fit.SPREAD) {
      list.add(new Reason(ReasonCode.PHASE_IMBALANCE, "", site.model.grid().maxImbalanceW()));
    } else if (at >= Fit.PHASE) {
      String node = site.model.nodes().get(at - Fit.PHASE).id();
      list.add(new Reason(ReasonCode.PHASE_RATING, node, Double.NaN));
    } else {
      list.add(charging ? bounds.chargeReason(at) : bounds.dischargeReason(at));
    }
  }
}
