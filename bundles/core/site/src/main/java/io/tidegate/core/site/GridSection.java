package io.tidegate.core.site;

import static io.tidegate.core.site.Units.MAX_AMPS;
import static io.tidegate.core.site.Units.MAX_KW;
import static io.tidegate.core.site.Units.watts;

import io.tidegate.api.site.GridConnection;
import io.tidegate.codec.yaml.YamlMap;
import java.util.Optional;

/** The section {@code grid}: the contract with the grid operator and the root of the tree. */
final class GridSection {
  private GridSection() {}

  static GridConnection read(Optional<YamlMap> section, NodeSection nodes) {
    if (section.isEmpty()) {
      double none = Double.POSITIVE_INFINITY;
      GridConnection nothing = new GridConnection(0, 0, none, none, none, 230, 50);
      nodes.root(Optional.empty(), nothing, 0, "");
      return nothing;
    }
    YamlMap map = section.get();
    double volts = map.number("nominalVoltageV", 230, 50, 1_000);
    double hertz = map.number("nominalFrequencyHz", 50, 50, 60);
    if (hertz != 50 && hertz != 60) {
      map.problem("nominalFrequencyHz", "must be 50 or 60");
    }
    GridConnection grid =
        new GridConnection(
            watts(map.requiredNumber("importCapKw", 0, MAX_KW)),
            watts(map.requiredNumber("exportCapKw", 0, MAX_KW)),
            map.number("importCapPhaseA", Double.POSITIVE_INFINITY, 0, MAX_AMPS) * volts,
            map.number("exportCapPhaseA", Double.POSITIVE_INFINITY, 0, MAX_AMPS) * volts,
            map.number("maxImbalanceA", Double.POSITIVE_INFINITY, 0, MAX_AMPS) * volts,
            volts,
            hertz);
    double building = map.number("buildingDesignLoadKw", Double.NaN, 0, MAX_KW);
    String meter = map.text("meter", "");
    map.done();
    nodes.root(section, grid, watts(building), meter);
    return grid;
  }
}
