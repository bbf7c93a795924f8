package io.tidegate.policy.frequency.response;

import io.tidegate.api.site.PriorityClass;
import io.tidegate.codec.settings.Settings;
import java.time.Duration;
import java.util.Map;

/**
 * A validated configuration.
 *
 * @param meter name of the meter that measures the frequency
 * @param deadbandHz no response within it, Hz
 * @param fullHz deviation at which the whole power is asked for, Hz
 * @param maxChargeW power at over-frequency, W
 * @param maxDischargeW power at under-frequency, W
 * @param maxAge an older frequency is none
 * @param priority class of its targets
 */
record ResponseSettings(
    boolean enabled,
    String meter,
    double deadbandHz,
    double fullHz,
    double maxChargeW,
    double maxDischargeW,
    Duration maxAge,
    PriorityClass priority) {

  /** Throws {@link io.tidegate.codec.settings.SettingsException} with everything that is wrong. */
  static ResponseSettings read(Map<String, ?> properties) {
    Settings settings = Settings.of(FrequencyResponse.PID, properties);
    ResponseSettings read =
        new ResponseSettings(
            settings.flag("enabled", false),
            settings.text("meter", "grid"),
            settings.number("deadbandMhz", 10, 0, 1_000) / 1_000,
            settings.number("fullPowerMhz", 200, 1, 5_000) / 1_000,
            1_000 * settings.number("maxChargeKw", 10, 0, 1_000_000),
            1_000 * settings.number("maxDischargeKw", 10, 0, 1_000_000),
            settings.millis("maxAgeMs", 1_000, 50, 10_000),
            settings.choice("priority", PriorityClass.class, PriorityClass.CONTRACT));
    if (read.fullHz <= read.deadbandHz) {
      settings.problem("fullPowerMhz", "must be above deadbandMhz");
    }
    if (read.priority == PriorityClass.MUST_CHARGE) {
      settings.problem("priority", "must be grid-emergency, contract or economy");
    }
    settings.check();
    return read;
  }

  /**
   * The droop: linear from the edge of the deadband to the whole power.
   *
   * @param deviationHz frequency less nominal, Hz
   * @return W, positive at over-frequency; NaN within the deadband
   */
  double powerW(double deviationHz) {
    double beyond = Math.abs(deviationHz) - deadbandHz;
    if (!(beyond > 0)) {
      return Double.NaN;
    }
    double share = Math.min(1, beyond / (fullHz - deadbandHz));
    return deviationHz > 0 ? share * maxChargeW : -share * maxDischargeW;
  }
}
