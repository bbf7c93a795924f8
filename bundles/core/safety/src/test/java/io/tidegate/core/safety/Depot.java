package io.tidegate.core.safety;

import io.tidegate.api.control.Allocation;
import io.tidegate.api.control.Bounds;
import io.tidegate.api.control.ClockQuality;
import io.tidegate.api.control.CommandState;
import io.tidegate.api.control.GridCommand;
import io.tidegate.api.control.MandateState;
import io.tidegate.api.control.MeterState;
import io.tidegate.api.control.Reason;
import io.tidegate.api.control.ReasonCode;
import io.tidegate.api.control.SafetyEnvelope.Envelope;
import io.tidegate.api.control.SafetyEnvelope.Verdict;
import io.tidegate.api.control.SafetyState;
import io.tidegate.api.control.Setpoint;
import io.tidegate.api.control.SiteInput.MeterReading;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.control.Target;
import io.tidegate.api.control.TargetKind;
import io.tidegate.api.quantity.CommandId;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A site for tests over virtual time: everything is well until a test says otherwise. EVSEs of 11
 * kW in, 10 kW out, minimum 1,380 W, safe share 2 kW, behind a metered grid connection.
 */
final class Depot {
  static final Instant START = Instant.parse("2026-01-15T18:00:00Z");
  static final double NONE = Double.NaN;
  static final double FREE = Double.POSITIVE_INFINITY;
  static final String LOCAL = "policy:shaving";
  static final String UPSTREAM = "dms";
  static final Reason ASKED = Reason.of(ReasonCode.GRID_COMMAND);

  double importCapW = 100_000;
  double exportCapW = 50_000;
  double importCapPhaseW = FREE;
  double exportCapPhaseW = FREE;
  double maxImbalanceW = FREE;
  double designLoadW = 20_000;
  double deadbandW = 50;
  double capacityOfShareW = 2_000;
  double reenableDelayS = 60;
  boolean metered = true;
  boolean attested;
  DischargeAccess access = DischargeAccess.NEGATIVE_LIMIT;
  PackThermal pack = new PackThermal(400_000, 0.1, 20, 400, 25, 600);

  Instant now = START;
  final List<Node> nodes = new ArrayList<>();
  final List<EvseSpec> specs = new ArrayList<>();
  final List<Vehicle> vehicles = new ArrayList<>();
  final Map<String, MeterState> meters = new HashMap<>();
  final Map<String, SitePicture.TemperatureState> temperatures = new HashMap<>();
  final List<CommandState> commands = new ArrayList<>();
  final List<Target> targets = new ArrayList<>();
  final Map<String, Instant> keepAlives = new HashMap<>();
  ClockQuality clock = new ClockQuality("chrony", true, 0.2, "");
  boolean journalWritable = true;
  boolean stopping;
  private SiteModel model;
  SafetyState state;
  final Clearances office = new Clearances();
  final SafetyKernel kernel = new SafetyKernel(office::issue);
  private long nextId = 100;

  /** A node below the root; returns its index. */
  int node(String id, int parent, double ratingW) {
    return node(id, parent, ratingW, FREE, Optional.empty(), "");
  }

  int node(
      String id,
      int parent,
      double ratingW,
      double phaseW,
      Optional<TransformerThermal> thermal,
      String sensor) {
    root();
    nodes.add(new Node(id, NodeKind.TRANSFORMER, parent, ratingW, phaseW, 0, "", sensor, thermal));
    return nodes.size() - 1;
  }

  private void root() {
    if (nodes.isEmpty()) {
      String meter = metered ? "grid" : "";
      nodes.add(
          new Node(
              "grid", NodeKind.GRID, -1, FREE, FREE, designLoadW, meter, "", Optional.empty()));
    }
  }

  /** An EVSE with a vehicle that allows everything; returns its index. */
  int evse(int node, Phases phases) {
    root();
    int i = specs.size();
    specs.add(
        new EvseSpec(
            new EvseId("E" + i),
            new StationId("S" + i),
            1,
            node,
            phases,
            11_000,
            10_000,
            1_380,
            1_380,
            capacityOfShareW,
            attested,
            0,
            11_000,
            FREE,
            0));
    vehicles.add(new Vehicle(i));
    return i;
  }

  static Depot of(int evses) {
    Depot depot = new Depot();
    for (int i = 0; i < evses; i++) {
      depot.evse(0, Phases.L123);
    }
    return depot.open();
  }

  /** Everything measured, mains long since good. */
  Depot open() {
    model = null;
    building(10_000);
    alive(UPSTREAM);
    state = kernel.initial(model(), now);
    state = new SafetyState(now, state.evses(), state.nodes(), now.minusSeconds(3_600));
    vehicles.forEach(v -> v.told(0, now));
    state = kernel.bounds(picture(), state).state();
    return this;
  }

  /** From now on. */
  void limitImbalance(double allowedW) {
    maxImbalanceW = allowedW;
    model = null;
  }

  SiteModel model() {
    if (model == null) {
      List<StationSpec> stations = new ArrayList<>();
      specs.forEach(
          e ->
              stations.add(
                  new StationSpec(
                      e.station(), access, LimitUnit.W, Duration.ofSeconds(1), deadbandW)));
      model =
          new SiteModel(
              "test",
              new GridConnection(
                  importCapW, exportCapW, importCapPhaseW, exportCapPhaseW, maxImbalanceW, 230, 50),
              nodes,
              stations,
              specs,
              List.of(
                  new MandateSource(
                      new ControllerId(UPSTREAM),
                      MandateSource.Kind.UPSTREAM,
                      PriorityClass.GRID_EMERGENCY,
                      Duration.ofSeconds(5)),
                  new MandateSource(
                      new ControllerId(LOCAL),
                      MandateSource.Kind.LOCAL,
                      PriorityClass.CONTRACT,
                      Duration.ofSeconds(5))),
              limits());
    }
    return model;
  }

  private SafetyLimits limits() {
    return new SafetyLimits(
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
        reenableDelayS,
        100,
        pack);
  }

  Vehicle vehicle(int i) {
    return vehicles.get(i);
  }

  /** A reading of the grid meter: a building load, the vehicles' measured powers on top. */
  void building(double baseW) {
    double total = baseW;
    for (Vehicle v : vehicles) {
      total += Double.isFinite(v.powerW) && v.session ? v.powerW : 0;
    }
    meter("grid", total, 230, 50);
  }

  void meter(String name, double powerW, double volts, double hertz) {
    meter(new MeterReading(name, powerW, NONE, NONE, NONE, 0, volts, hertz));
  }

  void meter(MeterReading reading) {
    meters.put(reading.meter(), new MeterState(reading.meter(), now, reading));
  }

  void alive(String mandate) {
    keepAlives.put(mandate, now);
  }

  void command(String id, TargetKind kind, String node, double powerW) {
    commands.add(
        new CommandState(
            new GridCommand(
                new CommandId(id),
                new ControllerId(UPSTREAM),
                PriorityClass.GRID_EMERGENCY,
                kind,
                node,
                powerW,
                now,
                now.plusSeconds(600)),
            now));
  }

  /** Time passes; what is measured is measured anew unless a test keeps it from being. */
  Depot later(double seconds) {
    now = now.plusNanos((long) (seconds * 1e9));
    return this;
  }

  /** Time passes and all devices report again. */
  Depot fresh(double seconds) {
    later(seconds);
    for (Vehicle v : vehicles) {
      v.report(now);
    }
    meters.replaceAll((name, m) -> new MeterState(name, now, m.reading()));
    temperatures.replaceAll((n, t) -> new SitePicture.TemperatureState(t.celsius(), now));
    alive(UPSTREAM);
    return this;
  }

  SitePicture picture() {
    return new SitePicture(
        now,
        1,
        model(),
        vehicles.stream().map(Vehicle::state).toList(),
        Map.copyOf(meters),
        Map.copyOf(temperatures),
        model().mandateSources().stream()
            .map(m -> new MandateState(m, keepAlives.getOrDefault(m.id().value(), Instant.EPOCH)))
            .toList(),
        List.copyOf(commands),
        List.copyOf(targets),
        Optional.empty(),
        clock,
        journalWritable,
        stopping);
  }

  Bounds bounds() {
    Envelope envelope = kernel.bounds(picture(), state);
    state = envelope.state();
    return envelope.bounds();
  }

  /** One decision under a local mandate. */
  Verdict decide(double... powerW) {
    return decide(LOCAL, powerW);
  }

  Verdict decide(String mandate, double... powerW) {
    String[] mandates = new String[powerW.length];
    Reason[] reasons = new Reason[powerW.length];
    Arrays.fill(mandates, mandate);
    Arrays.fill(reasons, ASKED);
    Envelope envelope = kernel.bounds(picture(), state);
    state = envelope.state();
    Allocation asked = new Allocation(powerW, mandates, reasons, List.of());
    Verdict verdict = kernel.clear(picture(), envelope, asked, nextId);
    for (Setpoint s : setpoints(verdict)) {
      vehicles.get(index(s)).book.issued(s);
      nextId = s.id() + 1;
    }
    return verdict;
  }

  /** A decision whose setpoints are all accepted at once. */
  Verdict carryOut(double... powerW) {
    Verdict verdict = decide(powerW);
    acceptAll(verdict);
    return verdict;
  }

  void acceptAll(Verdict verdict) {
    setpoints(verdict).forEach(s -> vehicles.get(index(s)).book.accepted(s.id()));
  }

  int index(Setpoint setpoint) {
    return model().indexOf(setpoint.evse());
  }

  static List<Setpoint> setpoints(Verdict verdict) {
    return verdict.cleared().stream().map(c -> c.setpoint()).toList();
  }

  static List<ReasonCode> codes(List<Reason> reasons) {
    return reasons.stream().map(Reason::code).toList();
  }
}
