package io.tidegate.core.safety;

import io.tidegate.api.control.ReasonCode;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.control.Target;
import io.tidegate.api.control.TargetKind;
import java.util.Arrays;

/**
 * Upper limits that somebody has set for single EVSEs ({@link TargetKind#EVSE_LIMIT}): the lowest
 * that is in force wins. They need no mandate, since they only take away.
 */
final class EvseCaps {
  private static final double[] NONE = {};

  private double[] mostW = NONE;
  private String[] by;

  EvseCaps(Topology site, SitePicture picture) {
    for (Target target : picture.policyTargets()) {
      if (target.kind() == TargetKind.EVSE_LIMIT
          && target.evse().isPresent()
          && picture.at().isBefore(target.expires())) {
        cap(site, target);
      }
    }
  }

  /** A limit that is negative or no number allows nothing. */
  private void cap(Topology site, Target target) {
    int evse = picked(site, target);
    if (evse < 0) {
      return;
    }
    if (mostW == NONE) {
      mostW = new double[site.evses];
      by = new String[site.evses];
      Arrays.fill(mostW, Double.POSITIVE_INFINITY);
    }
    double limit = target.powerW() > 0 ? target.powerW() : 0;
    if (limit < mostW[evse]) {
      mostW[evse] = limit;
      by[evse] = target.id();
    }
  }

  private static int picked(Topology site, Target target) {
    return site.model.indexOf(target.evse().orElseThrow());
  }

  void apply(int evse, Ceiling charge) {
    if (mostW != NONE && by[evse] != null) {
      charge.lower(mostW[evse], ReasonCode.COMMAND_LIMIT, by[evse]);
    }
  }
}
