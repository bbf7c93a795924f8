package io.tidegate.core.arbiter;

import io.tidegate.api.control.Bounds;
import io.tidegate.api.control.ClockQuality;
import io.tidegate.api.control.Commitment;
import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.MandateState;
import io.tidegate.api.control.Measured;
import io.tidegate.api.control.Plan;
import io.tidegate.api.control.Reason;
import io.tidegate.api.control.ReasonCode;
import io.tidegate.api.control.Session;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.control.Target;
import io.tidegate.api.control.TargetKind;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds small sites, pictures and bounds for the tests: every number has a plain default. */
final class Depot {
  static final Instant NOW = Instant.parse("2026-03-01T18:00:00Z");
  private static final double FREE = Double.POSITIVE_INFINITY;

  final List<Node> nodes = new ArrayList<>();
  final List<Car> cars = new ArrayList<>();
  final List<MandateState> mandates = new ArrayList<>();
  final List<Double> chargeCapW = new ArrayList<>();
  final List<Double> dischargeCapW = new ArrayList<>();
  final List<double[]> phaseCapW = new ArrayList<>();
  double maxImbalanceW = FREE;
  Plan plan;
  private SiteModel model;

  Depot(double gridW) {
    node("grid", -1, gridW);
    mandate("dms", MandateSource.Kind.UPSTREAM, PriorityClass.GRID_EMERGENCY, NOW);
    mandate("policy:planner", MandateSource.Kind.LOCAL, PriorityClass.ECONOMY, Instant.EPOCH);
    mandate("policy:price", MandateSource.Kind.LOCAL, PriorityClass.ECONOMY, Instant.EPOCH);
  }

  /** One EVSE and its vehicle; fields are set by the tests. */
  static final class Car {
    final int node;
    Phases phases = Phases.L123;
    double maxW = 11_000;
    double minW;
    double minChargeW;
    double minDischargeW;
    double minShareW;
    double maxShareW = FREE;
    double rampWPerS = FREE;
    double dwellS;
    double safeShareW;
    boolean online = true;
    boolean present = true;
    double socPct = 50;
    double targetPct = 80;
    double capacityWh = 60_000;
    double departsInS = Double.NaN;
    double lastSentW = Double.NaN;
    double lastSentAgoS = 1;
    double deliverableW = Double.NaN;
    double stoppedAgoS = 1e9;
    double startedAgoS = 1e9;
    Commitment commitment;

    Car(int node) {
      this.node = node;
    }

    Car dischargesTo(double watts) {
      minW = -watts;
      return this;
    }
  }

  int node(String id, int parent, double capW) {
    model = null;
    NodeKind kind =
        parent < 0 ? NodeKind.GRID : parent == 0 ? NodeKind.TRANSFORMER : NodeKind.FEEDER;
    nodes.add(new Node(id, kind, parent, capW, FREE, 0, "", "", Optional.empty()));
    chargeCapW.add(capW);
    dischargeCapW.add(capW);
    phaseCapW.add(new double[] {FREE, FREE, FREE});
    return nodes.size() - 1;
  }

  Car car(int node) {
    model = null;
    Car car = new Car(node);
    cars.add(car);
    return car;
  }

  void mandate(String id, MandateSource.Kind kind, PriorityClass highest, Instant alive) {
    mandates.removeIf(m -> m.source().id().value().equals(id));
    mandates.add(
        new MandateState(
            new MandateSource(new ControllerId(id), kind, highest, Duration.ofSeconds(5)), alive));
  }

  static Target vehicles(String id, PriorityClass priority, String node, double powerW) {
    return target(id, "dms", priority, TargetKind.VEHICLE_POWER, node, powerW);
  }

  static Target target(
      String id, String mandate, PriorityClass p, TargetKind kind, String node, double powerW) {
    return new Target(id, mandate, p, kind, node, Optional.empty(), powerW, NOW.plusSeconds(60));
  }

  static Target evse(String id, PriorityClass priority, int evse, double powerW) {
    return new Target(
        id,
        "dms",
        priority,
        TargetKind.EVSE_POWER,
        "",
        Optional.of(evseId(evse)),
        powerW,
        NOW.plusSeconds(60));
  }

  static EvseId evseId(int i) {
    return new EvseId("E" + i);
  }

  static SessionId sessionId(int i) {
    return new SessionId("s" + i);
  }

  SiteModel model() {
    if (model == null) {
      List<EvseSpec> specs = new ArrayList<>();
      List<StationSpec> stations = new ArrayList<>();
      for (int i = 0; i < cars.size(); i++) {
        StationId station = new StationId("CS" + i);
        stations.add(
            new StationSpec(
                station, DischargeAccess.NEGATIVE_LIMIT, LimitUnit.W, Duration.ofSeconds(1), 50));
        specs.add(spec(i, station, cars.get(i)));
      }
      List<MandateSource> sources = mandates.stream().map(MandateState::source).toList();
      GridConnection grid = new GridConnection(FREE, FREE, FREE, FREE, maxImbalanceW, 230, 50);
      SafetyLimits limits =
          new SafetyLimits(
              20,
              30,
              60,
              60,
              5,
              80,
              95,
              65,
              80,
              45,
              60,
              0.88,
              1.1,
              49,
              51,
              10,
              100,
              new PackThermal(1, 1, 1, 400, 20, 60));
      model = new SiteModel("depot", grid, nodes, stations, specs, sources, limits);
    }
    return model;
  }

  private static EvseSpec spec(int i, StationId station, Car car) {
    return new EvseSpec(
        evseId(i),
        station,
        1,
        car.node,
        car.phases,
        22_000,
        22_000,
        car.minChargeW,
        car.minDischargeW,
        car.safeShareW,
        true,
        car.minShareW,
        car.maxShareW,
        car.rampWPerS,
        car.dwellS);
  }

  SitePicture picture() {
    List<EvseState> states = new ArrayList<>();
    for (int i = 0; i < cars.size(); i++) {
      states.add(state(i, cars.get(i)));
    }
    return new SitePicture(
        NOW,
        1,
        model(),
        List.copyOf(states),
        Map.of(),
        Map.of(),
        List.copyOf(mandates),
        List.of(),
        List.of(),
        Optional.ofNullable(plan),
        new ClockQuality("assumed", true, 0, ""),
        true,
        false);
  }

  private static Instant ago(double seconds) {
    return seconds >= 1e9 ? Instant.EPOCH : NOW.minusNanos((long) (seconds * 1e9));
  }

  private static EvseState state(int i, Car car) {
    Commitment commitment =
        car.commitment != null
            ? car.commitment
            : new Commitment(
                0,
                Double.NaN,
                Instant.EPOCH,
                Double.NaN,
                Double.NaN,
                Instant.EPOCH,
                Double.isNaN(car.lastSentW) ? 0 : 1,
                car.lastSentW,
                ago(car.lastSentAgoS));
    Measured measured =
        new Measured(car.lastSentW, NOW, car.socPct, NOW, 20, NOW, 20, NOW, 20, NOW, 0, 0);
    Session session =
        new Session(
            sessionId(i),
            "t" + i,
            NOW.minusSeconds(3600),
            true,
            "test",
            car.capacityWh,
            Double.NaN,
            Double.NaN,
            car.targetPct,
            Double.isNaN(car.departsInS)
                ? Optional.empty()
                : Optional.of(NOW.plusMillis((long) (car.departsInS * 1000))),
            0,
            "");
    return new EvseState(
        i,
        car.online,
        NOW.minusSeconds(100),
        SiteInput.Availability.OCCUPIED,
        car.present ? Optional.of(session) : Optional.empty(),
        measured,
        commitment,
        Double.NaN,
        "",
        0,
        car.deliverableW,
        ago(car.stoppedAgoS),
        ago(car.startedAgoS),
        true,
        "");
  }

  Bounds bounds() {
    int n = cars.size();
    int m = nodes.size();
    double[] min = new double[n];
    double[] max = new double[n];
    for (int i = 0; i < n; i++) {
      Car car = cars.get(i);
      max[i] = car.present ? car.maxW : 0;
      min[i] = car.present && car.online ? car.minW : 0;
    }
    double[] phase = new double[3 * m];
    for (int k = 0; k < m; k++) {
      System.arraycopy(phaseCapW.get(k), 0, phase, 3 * k, 3);
    }
    Reason[] evseReason = new Reason[n];
    Arrays.fill(evseReason, Reason.of(ReasonCode.EVSE_RATING));
    Reason[] nodeReason = new Reason[m];
    for (int k = 0; k < m; k++) {
      nodeReason[k] = new Reason(ReasonCode.NODE_RATING, nodes.get(k).id(), chargeCapW.get(k));
    }
    return new Bounds(
        min,
        max,
        evseReason,
        evseReason,
        chargeCapW.stream().mapToDouble(d -> d).toArray(),
        dischargeCapW.stream().mapToDouble(d -> d).toArray(),
        nodeReason,
        nodeReason,
        phase,
        phase);
  }
}
