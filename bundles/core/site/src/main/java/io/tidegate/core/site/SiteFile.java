package io.tidegate.core.site;

import io.tidegate.api.site.GridConnection;
import io.tidegate.api.site.MandateSource;
import io.tidegate.api.site.SafetyLimits;
import io.tidegate.api.site.SiteModel;
import io.tidegate.codec.yaml.Problem;
import io.tidegate.codec.yaml.Problems;
import io.tidegate.codec.yaml.YamlFile;
import io.tidegate.codec.yaml.YamlMap;
import java.util.List;
import java.util.Optional;

/** The site file as bytes to the validated model. Pure; any thread. */
final class SiteFile {
  private SiteFile() {}

  /** The model, or everything that stands against it; never both. */
  record Reading(Optional<SiteModel> model, List<Problem> problems) {}

  /**
   * Reads the whole file, however much of it is wrong.
   *
   * @param name the file's name as the operator knows it
   */
  static Reading read(String name, byte[] content) {
    Problems problems = new Problems(name);
    Optional<SiteModel> model =
        YamlFile.read(content, problems).flatMap(root -> build(root, problems));
    return new Reading(problems.none() ? model : Optional.empty(), problems.sorted());
  }

  private static Optional<SiteModel> build(YamlMap root, Problems problems) {
    String name = root.required("site");
    Optional<YamlMap> gridMap = root.map("grid");
    if (gridMap.isEmpty() && !root.has("grid")) {
      root.problem("grid", "is missing: the grid connection with importCapKw and exportCapKw");
    }
    NodeSection nodes = new NodeSection();
    GridConnection grid = GridSection.read(gridMap, nodes);
    nodes.read(root.maps("nodes"), grid.nominalVoltageV());
    StationSection stations = new StationSection(nodes, grid.nominalVoltageV());
    stations.read(root.maps("stations"));
    List<MandateSource> mandates = MandateSection.read(root.maps("mandates"));
    SafetyLimits safety = SafetySection.read(root.map("safety"), grid.nominalFrequencyHz());
    root.done();
    if (!problems.none()) {
      return Optional.empty();
    }
    ShareCheck.check(root, grid, nodes, stations.evses());
    if (!problems.none()) {
      return Optional.empty();
    }
    return Optional.of(
        new SiteModel(
            name, grid, nodes.nodes(), stations.stations(), stations.evses(), mandates, safety));
  }
}
