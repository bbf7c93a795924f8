package io.tidegate.core.control.record;

import io.tidegate.api.control.Decision;
import io.tidegate.api.control.Setpoint;

/** Says where two decisions part. */
final class Differences {
  private Differences() {}

  static String describe(Decision recorded, Decision again) {
    String where = "decision " + recorded.number() + " at " + recorded.at();
    int most = Math.max(recorded.setpoints().size(), again.setpoints().size());
    for (int i = 0; i < most; i++) {
      Setpoint was = i < recorded.setpoints().size() ? recorded.setpoints().get(i) : null;
      Setpoint is = i < again.setpoints().size() ? again.setpoints().get(i) : null;
      if (was == null || !was.equals(is)) {
        return where + ": recorded " + was + ", replayed " + is;
      }
    }
    if (recorded.digest() != again.digest()) {
      return where
          + ": the same setpoints, but other powers stood behind them (digest "
          + Long.toHexString(recorded.digest())
          + ", replayed "
          + Long.toHexString(again.digest())
          + ")";
    }
    return where + ": recorded " + recorded + ", replayed " + again;
  }
}
