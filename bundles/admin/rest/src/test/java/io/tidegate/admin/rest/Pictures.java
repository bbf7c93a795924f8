package io.tidegate.admin.rest;

import io.tidegate.api.control.Allocation;
import io.tidegate.api.control.Bounds;
import io.tidegate.api.control.ClockQuality;
import io.tidegate.api.control.CommandState;
import io.tidegate.api.control.Commitment;
import io.tidegate.api.control.Decision;
import io.tidegate.api.control.DecisionView;
import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.GridCommand;
import io.tidegate.api.control.MandateState;
import io.tidegate.api.control.Measured;
import io.tidegate.api.control.MeterState;
import io.tidegate.api.control.Reason;
import io.tidegate.api.control.ReasonCode;
import io.tidegate.api.control.SafetyState;
import io.tidegate.api.control.Session;
import io.tidegate.api.control.Setpoint;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.control.TargetKind;
import io.tidegate.api.quantity.CommandId;
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
import io.tidegate.api.site.TransformerThermal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A site in the evening: a transformer, EVSEs of which most discharge, one command. */
final class Pictures {
  private static final double INF = Double.POSITIVE_INFINITY;

  private Pictures() {}

  static SiteModel model(int evses) {
    List<StationSpec> stations = new ArrayList<>();
    List<EvseSpec> specs = new ArrayList<>();
    for (int i = 0; i < evses; i++) {
      StationId station = new StationId("CS%02d".formatted(i + 1));
      stations.add(
          new StationSpec(
              station, DischargeAccess.NEGATIVE_LIMIT, LimitUnit.W, Duration.ofSeconds(1), 50));
      specs.add(
          new EvseSpec(
              new EvseId("E%02d".formatted(i + 1)),
              station,
              1,
              1 + i % 2,
              Phases.L123,
              11_000,
              10_000,
              4_140,
              4_140,
              2_000,
              true,
              0,
              11_000,
              INF,
              60));
    }
    TransformerThermal thermal =
        new TransformerThermal(45, 26, 8, 0.8, 1.6, 9_000, 420, 0.5, 2, 2, 20, 110, 120);
    return new SiteModel(
        "Harbour Street depot",
        new GridConnection(120_000, 60_000, INF, INF, INF, 230, 50),
        List.of(
            new Node("grid", NodeKind.GRID, -1, INF, INF, 40_000, "grid", "", Optional.empty()),
            new Node(
                "T1", NodeKind.TRANSFORMER, 0, 63_000, INF, 5_000, "", "", Optional.of(thermal)),
            new Node(
                "T2", NodeKind.TRANSFORMER, 0, 63_000, INF, 5_000, "", "", Optional.of(thermal))),
        stations,
        specs,
        List.of(
            new MandateSource(
                new ControllerId("dms"),
                MandateSource.Kind.UPSTREAM,
                PriorityClass.GRID_EMERGENCY,
                Duration.ofSeconds(5)),
            new MandateSource(
                new ControllerId("policy:peak-shaving"),
                MandateSource.Kind.LOCAL,
                PriorityClass.CONTRACT,
                Duration.ofSeconds(5))),
        new SafetyLimits(
            20,
            30,
            120,
            30,
            5,
            70,
            90,
            65,
            85,
            45,
            55,
            0.9,
            1.1,
            49.5,
            50.5,
            300,
            100,
            new PackThermal(200_000, 0.1, 50, 400, 20, 600)));
  }

  static SessionId session(int evse) {
    return new SessionId("S-" + (evse + 1));
  }

  static DecisionView view(int evses, long number, Instant at) {
    SiteModel model = model(evses);
    List<EvseState> states = new ArrayList<>();
    List<Double> power = new ArrayList<>();
    List<List<Reason>> reasons = new ArrayList<>();
    for (int i = 0; i < evses; i++) {
      boolean empty = i == evses - 1;
      double powerW = empty ? 0 : i == 0 ? 7_400 : -6_000 - 100 * i;
      power.add(powerW);
      states.add(evse(i, at, empty ? Optional.empty() : Optional.of(at), powerW));
      reasons.add(reasons(empty, powerW));
    }
    GridCommand command =
        new GridCommand(
            new CommandId("dr-2026-1"),
            new ControllerId("dms"),
            PriorityClass.GRID_EMERGENCY,
            TargetKind.VEHICLE_POWER,
            "",
            -20_000,
            at.minusSeconds(60),
            at.plusSeconds(540));
    SitePicture picture =
        new SitePicture(
            at,
            1_000 + number,
            model,
            states,
            Map.of(
                "grid",
                new MeterState(
                    "grid",
                    at,
                    new SiteInput.MeterReading(
                        "grid", 31_250.5, Double.NaN, Double.NaN, Double.NaN, 0, 231, 49.98))),
            Map.of(),
            List.of(
                new MandateState(model.mandateSources().get(0), at),
                new MandateState(model.mandateSources().get(1), Instant.EPOCH)),
            List.of(new CommandState(command, at.minusSeconds(61))),
            List.of(),
            Optional.empty(),
            new ClockQuality("kernel", true, 0.8, "The kernel's clock is synchronised."),
            true,
            false);
    Setpoint setpoint =
        new Setpoint(
            number,
            new EvseId("E02"),
            Optional.empty(),
            -6_100,
            at,
            at.plusSeconds(30),
            reasons.get(1));
    Decision decision =
        new Decision(
            1_000 + number,
            number,
            at,
            "command",
            List.of(setpoint),
            List.of(new Allocation.Shortfall("dr-2026-1", -20_000, -12_300)),
            0xCAFEL);
    return new DecisionView(
        decision, picture, bounds(evses), allocation(evses), power, reasons, safety(evses, at));
  }

  private static List<Reason> reasons(boolean empty, double powerW) {
    if (empty) {
      return List.of(Reason.of(ReasonCode.NO_SESSION));
    }
    return powerW > 0
        ? List.of(new Reason(ReasonCode.MUST_CHARGE, "", powerW))
        : List.of(
            new Reason(ReasonCode.GRID_COMMAND, "dr-2026-1", powerW),
            new Reason(ReasonCode.HOT_SPOT, "T1", 30_000),
            Reason.of(ReasonCode.DISCHARGE_ATTESTED));
  }

  private static EvseState evse(int index, Instant at, Optional<Instant> since, double powerW) {
    Optional<Session> session =
        since.map(
            started ->
                new Session(
                    session(index),
                    "tx-" + index,
                    started.minusSeconds(3_600),
                    true,
                    "customData",
                    60_000,
                    11_000,
                    10_000,
                    80,
                    Optional.of(at.plusSeconds(5 * 3_600)),
                    30,
                    ""));
    Measured measured =
        new Measured(
            powerW * 0.98,
            at,
            55 + index,
            at,
            41,
            at,
            52,
            at,
            Double.NaN,
            Instant.EPOCH,
            12_345,
            678);
    return new EvseState(
        index,
        true,
        Instant.EPOCH,
        since.isPresent() ? SiteInput.Availability.OCCUPIED : SiteInput.Availability.AVAILABLE,
        session,
        since.isPresent() ? measured : Measured.NOTHING,
        Commitment.NONE,
        Double.NaN,
        "",
        0,
        Double.NaN,
        Instant.EPOCH,
        Instant.EPOCH,
        true,
        "accepted");
  }

  private static Bounds bounds(int evses) {
    Reason evse = new Reason(ReasonCode.EVSE_RATING, "", 11_000);
    Reason node = new Reason(ReasonCode.NODE_RATING, "T1", 58_000);
    return new Bounds(
        filled(evses, -10_000),
        filled(evses, 11_000),
        filled(evses, evse),
        filled(evses, evse),
        filled(3, 58_000),
        filled(3, 50_000),
        filled(3, node),
        filled(3, node),
        filled(9, INF),
        filled(9, INF));
  }

  private static Allocation allocation(int evses) {
    String[] mandates = new String[evses];
    Arrays.fill(mandates, "dms");
    return new Allocation(
        filled(evses, -6_000),
        mandates,
        filled(evses, Reason.of(ReasonCode.GRID_COMMAND)),
        List.of(new Allocation.Shortfall("dr-2026-1", -20_000, -12_300)));
  }

  private static SafetyState safety(int evses, Instant at) {
    SafetyState.NodeMemory hot = memory(96.5);
    List<SafetyState.EvseMemory> memories = new ArrayList<>();
    for (int i = 0; i < evses; i++) {
      memories.add(SafetyState.EvseMemory.FRESH);
    }
    return new SafetyState(
        at, memories, List.of(SafetyState.NodeMemory.FRESH, hot, memory(52)), at);
  }

  private static SafetyState.NodeMemory memory(double hotSpotC) {
    return new SafetyState.NodeMemory(
        40, 20, 1, hotSpotC, SafetyState.BaseLoad.UNKNOWN, SafetyState.BaseLoad.UNKNOWN);
  }

  private static double[] filled(int length, double value) {
    double[] array = new double[length];
    Arrays.fill(array, value);
    return array;
  }

  private static Reason[] filled(int length, Reason value) {
    Reason[] array = new Reason[length];
    Arrays.fill(array, value);
    return array;
  }
}
