package io.tidegate.charging.vehicle.classic;

import io.tidegate.api.vehicle.EvseView.PowerOffer;

/**
 * What the offer in force lets the vehicle do. Magnitudes, one of both 0.
 *
 * @param chargeW within what was stated in ChargeParameterDiscovery
 * @param dischargeW 0 unless discharge was agreed on
 */
record Allowance(double chargeW, double dischargeW) {

  static Allowance of(Talk talk) {
    PowerOffer offer = talk.view().offer();
    double stated = talk.session().limits().statedW();
    double charge = Math.max(0, Math.min(offer.powerW(), Math.min(stated, limit(talk))));
    boolean valid = talk.session().discharging() && talk.now() - offer.expiresNanos() < 0;
    double discharge = valid ? Math.max(0, Math.min(-offer.powerW(), dischargeLimit(talk))) : 0;
    return new Allowance(charge, discharge);
  }

  /** The most that may ever be taken, W. */
  static double limit(Talk talk) {
    return Math.max(0, Math.min(talk.view().limitChargeW(), talk.rating().maxChargeW()));
  }

  /**
   * The most that may ever be given back, W: neither standard has discharge, so 0 unless the
   * vehicle's maker says that it does. Nothing in these standards is a vehicle's consent, so none
   * is passed on: the EVSE offers discharge here by its operator's attestation alone.
   */
  static double dischargeLimit(Talk talk) {
    boolean possible = talk.direct() && talk.scene().quirks().legacyDischarge();
    return possible
        ? Math.max(0, Math.min(talk.view().limitDischargeW(), talk.rating().maxDischargeW()))
        : 0;
  }
}
