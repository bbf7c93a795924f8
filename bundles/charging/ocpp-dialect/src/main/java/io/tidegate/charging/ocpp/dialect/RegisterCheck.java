package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.site.EvseSpec;
import io.tidegate.charging.ocpp.dialect.EvseEntry.Registers;
import java.time.Duration;
import java.time.Instant;

/**
 * Believes energy registers only as far as physics lets it (S5): one that runs backwards or faster
 * than twice the EVSE's rating is kept in the message as it came and used for nothing. Pure.
 */
final class RegisterCheck {
  /** Meters round, and stamps lie a little. */
  private static final double SLACK_WH = 100;

  private static final double BACKWARDS_WH = 1;

  private RegisterCheck() {}

  /**
   * @param registers newest that are believed: the old value where the new one is not
   * @param importWh the reading if believed, else NaN
   * @param exportWh likewise
   * @param suspect something was not believed
   */
  record Verdict(Registers registers, double importWh, double exportWh, boolean suspect) {}

  static Verdict of(Registers last, Readings now, EvseSpec evse, Instant at) {
    double hours = hours(last.at(), at);
    double into = believed(last.importWh(), now.importWh(), hours * evse.maxChargeW());
    double out = believed(last.exportWh(), now.exportWh(), hours * evse.maxDischargeW());
    boolean suspect = lost(now.importWh(), into) || lost(now.exportWh(), out);
    Registers newest =
        new Registers(
            Double.isNaN(into) ? last.importWh() : into,
            Double.isNaN(out) ? last.exportWh() : out,
            at.isAfter(last.at()) ? at : last.at());
    return new Verdict(newest, into, out, suspect);
  }

  private static double hours(Instant from, Instant to) {
    return from.equals(Instant.EPOCH)
        ? 0
        : Math.max(0, Duration.between(from, to).toMillis() / 3.6e6);
  }

  private static double believed(double last, double now, double mostWh) {
    if (!(now >= 0)) {
      return Double.NaN;
    }
    if (Double.isNaN(last)) {
      return now;
    }
    double gained = now - last;
    return gained < -BACKWARDS_WH || gained > 2 * mostWh + SLACK_WH ? Double.NaN : now;
  }

  private static boolean lost(double came, double kept) {
    return !Double.isNaN(came) && Double.isNaN(kept);
  }
}
