package io.tidegate.core.safety;

/**
 * What expiries bring back: a vehicle whose setpoint runs out is at its safe share, also one that
 * discharged. So levels and safe shares together must fit, too: what the nodes bear, and as far as
 * the safe shares alone would. A commanded limit, or a load above its design, that leaves less than
 * those cannot be kept without a gateway in whatever order of messages. A pause that turns into a
 * discharge waits for that room.
 */
final class Fallback {
  private final Topology site;
  private final Proposals proposals;
  private final Reach reach;
  private final double[] reservedW;
  private final boolean needed;

  Fallback(Topology site, Proposals proposals, Reach reach) {
    this.site = site;
    this.proposals = proposals;
    this.reach = reach;
    reservedW = site.scratch.take();
    boolean any = false;
    for (int i = 0; i < site.evses; i++) {
      reservedW[i] = proposals.dischargeW[i] > 0 ? reach.fallbackW[i] : 0;
      any |= reservedW[i] > 0 || reach.chargeToldW[i] > reach.chargeNowW[i];
    }
    needed = any;
  }

  /**
   * The limits of now, and those of later where they could bind.
   *
   * @param physicalW what nodes bear beside their other load where a command allows less; else 0
   */
  Layer[] layers(Layer.Caps caps, double[] physicalW, double[] nowWorstW, double[] laterWorstW) {
    Layer now = new Layer(site, caps, nowWorstW, site.scratch.take());
    if (!needed) {
      return new Layer[] {now};
    }
    double[] capW = most(most(caps.capW(), physicalW), site.sharesBelowW);
    double[] phaseCapW = most(caps.phaseCapW(), site.phaseSharesBelowW);
    double[] singleCapW = most(caps.singleCapW(), Spread.singlesW(site, site.shareW));
    Layer.Caps later = new Layer.Caps(capW, phaseCapW, singleCapW);
    return new Layer[] {now, new Layer(site, later, laterWorstW, reservedW)};
  }

  private static double[] most(double[] a, double[] b) {
    double[] most = new double[a.length];
    for (int k = 0; k < most.length; k++) {
      most[k] = Math.max(a[k], b[k]);
    }
    return most;
  }

  /** A discharge whose room is not free yet stays at what it was. */
  void settle(Layer[] layers, double[] chargeLevelW) {
    if (!needed) {
      return;
    }
    Layer later = layers[1];
    double[] worst = site.scratch.copy(later.worstW);
    for (int i = 0; i < site.evses; i++) {
      worst[i] = Math.max(worst[i], chargeLevelW[i]);
    }
    later.tree.set(worst);
    for (int i = 0; i < site.evses; i++) {
      double more = reservedW[i] - worst[i];
      if (more > 0 && more <= later.roomW(i) + Tree.ROUNDING_W) {
        later.tree.add(i, more);
      } else if (more > 0) {
        proposals.hold(i, reach.dischargeToldW[i]);
      }
    }
  }
}
