package io.tidegate.core.safety;

import io.tidegate.api.control.ReasonCode;
import java.time.Instant;

/**
 * A temperature that throttles an EVSE: from the start of its band the limit shrinks in proportion,
 * to nothing at the trip. A sensor that once spoke and is silent now is taken for hot: no
 * discharge, no more than the safe share. One that never spoke does not exist.
 */
record Derating(String sensor, ReasonCode code, double startC, double tripC, double maxAgeS) {

  /** 1 below the band, 0 at its end and for anything that is no temperature. */
  double factor(double celsius) {
    if (celsius < startC) {
      return 1;
    }
    double left = (tripC - celsius) / (tripC - startC);
    return left > 0 && left <= 1 ? left : 0;
  }

  void apply(double celsius, Instant at, Instant now, Rating rating, Ceiling charge, Ceiling out) {
    if (!Ages.ever(at)) {
      return;
    }
    if (!Ages.fresh(at, now, maxAgeS) || !Double.isFinite(celsius)) {
      charge.lower(rating.shareW, ReasonCode.STALE_MEASUREMENT, sensor);
      out.lower(0, ReasonCode.STALE_MEASUREMENT, sensor);
      return;
    }
    double factor = factor(celsius);
    if (factor < 1) {
      charge.lower(factor * rating.chargeW, code);
      out.lower(factor * rating.dischargeW, code);
    }
  }

  /** What an EVSE is built for, W. */
  record Rating(double chargeW, double dischargeW, double shareW) {}
}
