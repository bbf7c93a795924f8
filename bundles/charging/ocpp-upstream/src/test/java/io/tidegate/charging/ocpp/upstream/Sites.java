package io.tidegate.charging.ocpp.upstream;

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

/** Small sites: each station has EVSE 1 (three phases, 3,450 W safe) and 2 (one phase, 2,300 W). */
final class Sites {
  private Sites() {}

  static SiteModel of(String... stations) {
    return pinned(Optional.empty(), stations);
  }

  /** All of them are spoken to in one version only. */
  static SiteModel pinned(Optional<String> subprotocol, String... stations) {
    List<StationSpec> specs = new ArrayList<>();
    List<EvseSpec> evses = new ArrayList<>();
    for (String id : stations) {
      StationId station = new StationId(id);
      specs.add(
          new StationSpec(
              station, DischargeAccess.NEGATIVE_LIMIT, LimitUnit.W, Duration.ZERO, 0, subprotocol));
      evses.add(evse(id + "-1", station, 1, Phases.L123, 3450));
      evses.add(evse(id + "-2", station, 2, Phases.L1, 2300));
    }
    double inf = Double.POSITIVE_INFINITY;
    return new SiteModel(
        "test",
        new GridConnection(100_000, 50_000, inf, inf, inf, 230, 50),
        List.of(new Node("grid", NodeKind.GRID, -1, 100_000, inf, 0, "", "", Optional.empty())),
        specs,
        evses,
        List.of(
            new MandateSource(
                new ControllerId("csms"),
                MandateSource.Kind.UPSTREAM,
                PriorityClass.GRID_EMERGENCY,
                Duration.ofSeconds(5)),
            new MandateSource(
                new ControllerId("trader"),
                MandateSource.Kind.UPSTREAM,
                PriorityClass.ECONOMY,
                Duration.ofSeconds(5))),
        new SafetyLimits(
            20,
            30,
            60,
            5,
            5,
            80,
            90,
            65,
            80,
            45,
            55,
            0.9,
            1.1,
            49.5,
            50.5,
            60,
            100,
            new PackThermal(1, 1, 1, 1, 20, 60)));
  }

  private static EvseSpec evse(
      String id, StationId station, int number, Phases phases, double safeShareW) {
    return new EvseSpec(
        new EvseId(id.replaceAll("[^A-Za-z0-9-]", "_")),
        station,
        number,
        0,
        phases,
        11_000,
        10_000,
        1380,
        1380,
        safeShareW,
        false,
        0,
        11_000,
        Double.POSITIVE_INFINITY,
        0);
  }
}
