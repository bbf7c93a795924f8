package io.tidegate.policy.peak.shaving;

import io.tidegate.api.control.ClockQuality;
import io.tidegate.api.control.Commitment;
import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.Measured;
import io.tidegate.api.control.MeterState;
import io.tidegate.api.control.Session;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.quantity.ControllerId;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.quantity.SessionId;
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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pictures of a site with the meters {@code grid} and {@code t1}; EVSE 0 hangs on T1, EVSE 1 on the
 * root.
 */
final class Pictures {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final double INF = Double.POSITIVE_INFINITY;

  private Pictures() {}

  static SiteModel model(boolean mandated) {
    StationId station = new StationId("S");
    List<MandateSource> mandates =
        mandated
            ? List.of(
                new MandateSource(
                    new ControllerId("policy:peak-shaving"),
                    MandateSource.Kind.LOCAL,
                    PriorityClass.CONTRACT,
                    Duration.ofSeconds(5)))
            : List.of();
    return new SiteModel(
        "site",
        new GridConnection(200_000, 100_000, INF, INF, INF, 230, 50),
        List.of(
            new Node("grid", NodeKind.GRID, -1, 200_000, INF, 0, "grid", "", Optional.empty()),
            new Node("T1", NodeKind.TRANSFORMER, 0, 100_000, INF, 0, "t1", "", Optional.empty())),
        List.of(
            new StationSpec(
                station, DischargeAccess.NEGATIVE_LIMIT, LimitUnit.W, Duration.ZERO, 50)),
        List.of(evse("E0", station, 1, 1), evse("E1", station, 2, 0)),
        mandates,
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
            60,
            100,
            new PackThermal(400_000, 0.1, 20, 400, 25, 600)));
  }

  private static EvseSpec evse(String id, StationId station, int number, int node) {
    return new EvseSpec(
        new EvseId(id),
        station,
        number,
        node,
        Phases.L123,
        50_000,
        50_000,
        0,
        0,
        0,
        true,
        0,
        50_000,
        INF,
        0);
  }

  static SitePicture picture(
      SiteModel model, Instant at, Map<String, MeterState> meters, double... vehiclesW) {
    return new SitePicture(
        at,
        1,
        model,
        List.of(state(0, vehiclesW[0]), state(1, vehiclesW[1])),
        meters,
        Map.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        new ClockQuality("assumed", true, 0, ""),
        true,
        false);
  }

  static Map<String, MeterState> meter(String name, Instant at, double powerW) {
    return Map.of(
        name,
        new MeterState(
            name,
            at,
            new SiteInput.MeterReading(
                name, powerW, Double.NaN, Double.NaN, Double.NaN, 0, 230, 50)));
  }

  private static EvseState state(int index, double powerW) {
    Optional<Session> session =
        Double.isNaN(powerW)
            ? Optional.empty()
            : Optional.of(
                new Session(
                    new SessionId("s" + index),
                    "t",
                    START,
                    true,
                    "",
                    60_000,
                    50_000,
                    50_000,
                    80,
                    Optional.empty(),
                    0,
                    ""));
    Measured measured =
        new Measured(
            powerW,
            START,
            60,
            START,
            Double.NaN,
            Instant.EPOCH,
            Double.NaN,
            Instant.EPOCH,
            Double.NaN,
            Instant.EPOCH,
            0,
            0);
    return new EvseState(
        index,
        true,
        START,
        SiteInput.Availability.OCCUPIED,
        session,
        measured,
        Commitment.NONE,
        Double.NaN,
        "",
        0,
        Double.NaN,
        Instant.EPOCH,
        Instant.EPOCH,
        true,
        "");
  }
}
