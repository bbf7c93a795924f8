package io.tidegate.policy.peak.shaving;

import io.tidegate.api.site.PriorityClass;
import io.tidegate.codec.settings.Settings;
import java.util.Map;

/**
 * A validated configuration.
 *
 * @param thresholdW highest import at the meter, W
 * @param meter name of the meter whose node is kept below it
 * @param proportional correction a watt of error, W/W
 * @param integral correction a watt of error and second, 1/s
 * @param maxCorrectionW most that the controller adds to or takes from the calculated power, W
 * @param maxDischargeW most that the vehicles are asked to deliver, W
 * @param hysteresisW shaving ends when the load without vehicles is so far below the threshold, W
 * @param priority class of its targets
 */
record PeakSettings(
    boolean enabled,
    double thresholdW,
    String meter,
    double proportional,
    double integral,
    double maxCorrectionW,
    double maxDischargeW,
    double hysteresisW,
    PriorityClass priority) {

  /** Throws {@link io.tidegate.codec.settings.SettingsException} with everything that is wrong. */
  static PeakSettings read(Map<String, ?> properties) {
    Settings settings = Settings.of(PeakShaving.PID, properties);
    PeakSettings read =
        new PeakSettings(
            settings.flag("enabled", false),
            1_000 * settings.number("thresholdKw", 100, 0, 1_000_000),
            settings.text("meter", "grid"),
            settings.number("proportionalGain", 0.2, 0, 1),
            settings.number("integralGain", 0.05, 0, 1),
            1_000 * settings.number("maxCorrectionKw", 5, 0, 1_000_000),
            1_000 * settings.number("maxDischargeKw", 100, 0, 1_000_000),
            1_000 * settings.number("hysteresisKw", 1, 0, 1_000_000),
            settings.choice("priority", PriorityClass.class, PriorityClass.CONTRACT));
    if (read.priority == PriorityClass.MUST_CHARGE) {
      settings.problem("priority", "must be grid-emergency, contract or economy");
    }
    settings.check();
    return read;
  }
}
