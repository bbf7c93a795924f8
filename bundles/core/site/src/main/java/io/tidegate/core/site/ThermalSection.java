package io.tidegate.core.site;

import io.tidegate.api.site.TransformerThermal;
import io.tidegate.codec.yaml.YamlMap;

/**
 * The section {@code thermal} of a transformer. Defaults are those of a distribution transformer
 * with natural oil circulation at the rise limits of IEC 60076-2 (55 K oil, 78 K hot spot); time
 * constants and exponents as IEC 60076-7 lists them for that kind.
 */
final class ThermalSection {
  private ThermalSection() {}

  static TransformerThermal read(YamlMap map) {
    TransformerThermal thermal =
        new TransformerThermal(
            map.number("topOilRiseK", 55, 5, 100),
            map.number("hotSpotGradientK", 23, 1, 60),
            map.number("lossRatio", 6, 0.5, 30),
            map.number("oilExponent", 0.8, 0.5, 1.2),
            map.number("windingExponent", 1.6, 0.8, 2.2),
            map.number("oilTimeConstantS", 10_800, 1, 100_000),
            map.number("windingTimeConstantS", 240, 0.1, 10_000),
            map.number("k11", 1, 0.3, 1.5),
            map.number("k21", 1, 1, 4),
            map.number("k22", 2, 0.5, 4),
            map.number("ambientC", 30, -40, 60),
            map.number("throttleStartC", 110, 40, 160),
            map.number("throttleEndC", 120, 41, 180));
    if (thermal.throttleEndC() <= thermal.throttleStartC()) {
      map.problem("throttleEndC", "must be above throttleStartC, " + thermal.throttleStartC());
    }
    if (thermal.ambientC() >= thermal.throttleStartC()) {
      map.problem("ambientC", "must be below throttleStartC, " + thermal.throttleStartC());
    }
    map.done();
    return thermal;
  }
}
