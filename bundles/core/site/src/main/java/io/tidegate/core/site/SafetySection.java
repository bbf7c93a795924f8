package io.tidegate.core.site;

import io.tidegate.api.site.PackThermal;
import io.tidegate.api.site.SafetyLimits;
import io.tidegate.codec.yaml.YamlMap;
import java.util.Optional;

/**
 * The section {@code safety}. Every limit has a default; the mains window and its delay depend on
 * the nominal frequency (50 Hz: EN 50549-1; 60 Hz: IEEE 1547-2018).
 */
final class SafetySection {
  private SafetySection() {}

  static SafetyLimits read(Optional<YamlMap> section, double nominalHz) {
    boolean sixty = nominalHz == 60;
    Keys keys = new Keys(section);
    double minSoc = keys.number("minSocPct", 20, 5, 90);
    SafetyLimits limits =
        new SafetyLimits(
            minSoc,
            keys.number("reenableSocPct", Math.min(100, minSoc + 10), 5, 100),
            keys.number("socMaxAgeS", 120, 1, 3_600),
            keys.number("telemetryMaxAgeS", 30, 1, 600),
            keys.number("meterMaxAgeS", 3, 0.2, 60),
            keys.number("connectorDerateStartC", 70, 20, 120),
            keys.number("connectorTripC", 90, 21, 130),
            keys.number("inverterDerateStartC", 65, 20, 120),
            keys.number("inverterTripC", 80, 21, 130),
            keys.number("packDerateStartC", 45, 10, 70),
            keys.number("packTripC", 55, 11, 80),
            keys.number("minVoltagePu", sixty ? 0.88 : 0.85, 0.4, 1),
            keys.number("maxVoltagePu", 1.1, 1, 1.3),
            keys.number("minFrequencyHz", sixty ? 58.5 : 47.5, 45, 60),
            keys.number("maxFrequencyHz", sixty ? 61.2 : 51.5, 50, 65),
            keys.number("reenableDelayS", sixty ? 300 : 60, 0, 3_600),
            keys.number("maxClockOffsetMs", 100, 0.1, 100),
            pack(section));
    section.ifPresent(
        map -> {
          order(map, "reenableSocPct", limits.reenableSocPct(), "minSocPct", limits.minSocPct());
          order(
              map,
              "connectorTripC",
              limits.connectorTripC(),
              "connectorDerateStartC",
              limits.connectorDerateStartC());
          order(
              map,
              "inverterTripC",
              limits.inverterTripC(),
              "inverterDerateStartC",
              limits.inverterDerateStartC());
          order(
              map, "packTripC", limits.packTripC(), "packDerateStartC", limits.packDerateStartC());
          window(map, limits, nominalHz);
          map.done();
        });
    return limits;
  }

  private static PackThermal pack(Optional<YamlMap> section) {
    Optional<YamlMap> map = section.flatMap(s -> s.map("packThermal"));
    Keys keys = new Keys(map);
    PackThermal pack =
        new PackThermal(
            keys.number("heatCapacityJPerK", 400_000, 10_000, 10_000_000),
            keys.number("resistanceOhm", 0.1, 0.001, 2),
            keys.number("conductanceWPerK", 20, 0, 10_000),
            keys.number("nominalVoltageV", 400, 40, 1_500),
            keys.number("ambientC", 25, -40, 60),
            keys.number("horizonS", 600, 0, 7_200));
    map.ifPresent(YamlMap::done);
    return pack;
  }

  private static void order(
      YamlMap map, String upperKey, double upper, String lowerKey, double lower) {
    boolean equalAllowed = upperKey.equals("reenableSocPct");
    if (upper < lower || (upper == lower && !equalAllowed)) {
      map.problem(
          upperKey, "must be " + (equalAllowed ? "at least " : "above ") + lowerKey + ", " + lower);
    }
  }

  private static void window(YamlMap map, SafetyLimits limits, double nominalHz) {
    if (limits.minFrequencyHz() >= nominalHz) {
      map.problem("minFrequencyHz", "must be below the nominal frequency, " + nominalHz);
    }
    if (limits.maxFrequencyHz() <= nominalHz) {
      map.problem("maxFrequencyHz", "must be above the nominal frequency, " + nominalHz);
    }
  }

  /** The section or nothing: without it every key has its default. */
  private record Keys(Optional<YamlMap> section) {
    double number(String key, double fallback, double min, double max) {
      return section.map(map -> map.number(key, fallback, min, max)).orElse(fallback);
    }
  }
}
