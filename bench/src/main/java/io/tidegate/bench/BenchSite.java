package io.tidegate.bench;

import io.tidegate.api.quantity.ControllerId;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.quantity.StationId;
import io.tidegate.api.site.DischargeAccess;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.site.GridConnection;
import io.tidegate.api.site.LimitUnit;
import io.tidegate.api.site.MandateSource;
import io.tidegate.api.site.Node;
import io.tidegate.api.site.NodeKind;
import io.tidegate.api.site.PackThermal;
import io.tidegate.api.site.Phases;
import io.tidegate.api.site.PriorityClass;
import io.tidegate.api.site.SafetyLimits;
import io.tidegate.api.site.SiteModel;
import io.tidegate.api.site.StationSpec;
import io.tidegate.api.site.TransformerThermal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sites of any size: transformers with fifty EVSEs each, on five feeders. */
final class BenchSite {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final int TRANSFORMER = 50;
  private static final int FEEDER = 10;

  private BenchSite() {}

  static SiteModel of(int evses) {
    List<Node> nodes = new ArrayList<>();
    double gridW = evses * 8_000.0;
    nodes.add(new Node("grid", NodeKind.GRID, -1, gridW, INF, 0, "grid", "", Optional.empty()));
    int[] nodeOf = new int[evses];
    TransformerThermal thermal =
        new TransformerThermal(55, 23, 6, 0.8, 1.6, 10_800, 240, 1, 1, 2, 30, 110, 120);
    int transformer = 0;
    for (int i = 0; i < evses; i++) {
      if (i % TRANSFORMER == 0) {
        transformer = nodes.size();
        nodes.add(
            new Node(
                "T" + i, NodeKind.TRANSFORMER, 0, 420_000, INF, 0, "", "", Optional.of(thermal)));
      }
      if (i % FEEDER == 0) {
        nodes.add(
            new Node(
                "F" + i, NodeKind.FEEDER, transformer, 90_000, INF, 0, "", "", Optional.empty()));
      }
      nodeOf[i] = nodes.size() - 1;
    }
    List<StationSpec> stations = new ArrayList<>();
    List<EvseSpec> specs = new ArrayList<>();
    for (int i = 0; i < evses; i++) {
      StationId station = new StationId("CS" + i);
      stations.add(
          new StationSpec(station, DischargeAccess.NEGATIVE_LIMIT, LimitUnit.W, Duration.ZERO, 50));
      specs.add(
          new EvseSpec(
              new EvseId("E" + i),
              station,
              1,
              nodeOf[i],
              Phases.L123,
              11_000,
              11_000,
              4_140,
              4_140,
              0,
              false,
              0,
              11_000,
              INF,
              0));
    }
    return new SiteModel(
        "bench",
        new GridConnection(gridW, gridW, INF, INF, INF, 230, 50),
        nodes,
        stations,
        specs,
        List.of(
            new MandateSource(
                new ControllerId("dms"),
                MandateSource.Kind.UPSTREAM,
                PriorityClass.GRID_EMERGENCY,
                Duration.ofSeconds(5))),
        new SafetyLimits(
            20,
            30,
            120,
            30,
            3,
            70,
            90,
            65,
            80,
            45,
            55,
            0.85,
            1.1,
            47.5,
            51.5,
            0,
            100,
            new PackThermal(400_000, 0.1, 20, 400, 25, 600)));
  }

  /** The same site as a site file. */
  static String yaml(int evses) {
    StringBuilder out = new StringBuilder("site: bench\n");
    out.append("grid: {importCapKw: ").append(evses * 8).append(", exportCapKw: ");
    out.append(evses * 8).append(", buildingDesignLoadKw: 0, meter: grid}\nnodes:\n");
    for (int i = 0; i < evses; i++) {
      if (i % TRANSFORMER == 0) {
        out.append("  - {id: T")
            .append(i)
            .append(", kind: transformer, parent: grid, ratingKw: 420, thermal: {}}\n");
      }
      if (i % FEEDER == 0) {
        out.append("  - {id: F").append(i).append(", kind: feeder, parent: T");
        out.append(i - i % TRANSFORMER).append(", ratingKw: 90}\n");
      }
    }
    out.append("stations:\n");
    for (int i = 0; i < evses; i++) {
      out.append("  - {id: CS").append(i);
      out.append(
          ", discharge: negative-limit, setpointInterval: 0s, deadbandW: 50, evses: [{id: E");
      out.append(i).append(", number: 1, node: F").append(i - i % FEEDER);
      out.append(
          ", phases: L123, maxChargeKw: 11, maxDischargeKw: 11, safeShareKw: 0, dwellS: 0}]}\n");
    }
    out.append(
        "mandates:\n  - {id: dms, kind: upstream, highest: grid-emergency, keepAlive: 5s}\n");
    out.append("safety: {reenableDelayS: 0}\n");
    return out.toString();
  }
}
