package io.tidegate.charging.vehicle.classic;

import io.tidegate.api.vehicle.EvseAction.Wants;

/** What a vehicle wants while it charges. */
final class Needs {
  private static final int PERCENT = 100;

  private Needs() {}

  /** The wants of before with the state of charge of now. */
  static Wants now(Talk talk, Ask.CurrentDemand demand) {
    Wants before = talk.session().wants();
    double soc = demand.battery().socPct();
    if (Double.isNaN(soc) || soc == before.socPct()) {
      return before;
    }
    double taken = (soc - before.socPct()) / PERCENT * before.capacityWh();
    boolean counted = taken > 0;
    return new Wants(
        before.maxChargeW(),
        before.maxDischargeW(),
        soc,
        before.capacityWh(),
        before.targetSocPct(),
        counted ? Math.max(0, before.targetWh() - taken) : before.targetWh(),
        before.capacityWh() * (PERCENT - soc) / PERCENT,
        before.minWh(),
        before.departure());
  }
}
