package io.tidegate.core.safety;

/**
 * A discharge that expires leaves the vehicle at its safe share: a discharging EVSE holds room for
 * that on the charging side. So a pause that turns into a discharge waits for that room, if there
 * can be any.
 */
final class Fallback {
  /** Lowest charging level of each EVSE, W; none for what is only reserved. */
  final double[] minimumW;

  private final Topology site;
  private final Proposals proposals;
  private final Reach reach;

  /** Takes the reservations into what is wanted on the charging side. */
  Fallback(Topology site, Proposals proposals, Reach reach) {
    this.site = site;
    this.proposals = proposals;
    this.reach = reach;
    minimumW = site.minChargeW.clone();
    for (int i = 0; i < site.evses; i++) {
      if (proposals.dischargeW[i] > 0) {
        minimumW[i] = 0;
        proposals.chargeW[i] = site.shareW[i];
      }
    }
  }

  /** Ends the reservations; a discharge whose room is not free yet stays at what it was. */
  void settle(Fit charge) {
    for (int i = 0; i < site.evses; i++) {
      if (proposals.dischargeW[i] > 0) {
        if (charge.waits[i] && reach.responsive[i]) {
          proposals.hold(i, reach.dischargeToldW[i]);
        }
        charge.withdraw(i);
      }
    }
  }
}
