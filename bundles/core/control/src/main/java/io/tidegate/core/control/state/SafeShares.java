package io.tidegate.core.control.state;

import io.tidegate.api.control.Allocation;
import io.tidegate.api.control.Bounds;
import io.tidegate.api.control.Reason;
import io.tidegate.api.control.ReasonCode;
import io.tidegate.api.site.SiteModel;
import java.util.Arrays;
import java.util.List;

/** What everybody gets when nobody can decide. */
final class SafeShares {
  private SafeShares() {}

  static Allocation allocate(SiteModel model, Bounds bounds, Throwable failure) {
    int n = model.evses().size();
    double[] powerW = new double[n];
    for (int i = 0; i < n; i++) {
      powerW[i] = Math.min(model.evses().get(i).safeShareW(), bounds.maxW(i));
    }
    String[] mandates = new String[n];
    Arrays.fill(mandates, "");
    Reason[] reasons = new Reason[n];
    Arrays.fill(reasons, Reason.of(ReasonCode.SAFE_SHARE));
    return new Allocation(
        powerW,
        mandates,
        reasons,
        List.of(new Allocation.Shortfall("arbiter failed: " + failure, Double.NaN, Double.NaN)));
  }
}
