package io.tidegate.core.control;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Small sites for tests. */
public final class Sites {
  private Sites() {}

  /** EVSEs E0 … of stations S0 …, all below the grid connection. */
  public static SiteModel of(int evses) {
    List<StationSpec> stations = new ArrayList<>();
    List<EvseSpec> specs = new ArrayList<>();
    for (int i = 0; i < evses; i++) {
      StationId station = new StationId("S" + i);
      stations.add(
          new StationSpec(
              station, DischargeAccess.NEGATIVE_LIMIT, LimitUnit.W, Duration.ofSeconds(1), 50));
      specs.add(
          new EvseSpec(
              new EvseId("E" + i),
              station,
              1,
              0,
              Phases.L123,
              11_000,
              11_000,
              4_140,
              4_140,
              0,
              false,
              0,
              11_000,
              Double.POSITIVE_INFINITY,
              0));
    }
    double inf = Double.POSITIVE_INFINITY;
    return new SiteModel(
        "test",
        new GridConnection(100_000, 50_000, inf, inf, inf, 230, 50),
        List.of(new Node("grid", NodeKind.GRID, -1, 100_000, inf, 0, "grid", "", Optional.empty())),
        stations,
        specs,
        List.of(
            new MandateSource(
                new ControllerId("dms"),
                MandateSource.Kind.UPSTREAM,
                PriorityClass.CONTRACT,
                Duration.ofSeconds(5)),
            new MandateSource(
                new ControllerId("policy:shaving"),
                MandateSource.Kind.LOCAL,
                PriorityClass.ECONOMY,
                Duration.ofSeconds(5))),
        new SafetyLimits(
            20,
            30,
            60,
            30,
            5,
            70,
            90,
            65,
            80,
            40,
            55,
            0.9,
            1.1,
            49,
            51,
            60,
            100,
            new PackThermal(400_000, 0.1, 20, 400, 25, 300)));
  }
}
