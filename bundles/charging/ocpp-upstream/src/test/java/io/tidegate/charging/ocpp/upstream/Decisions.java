package io.tidegate.charging.ocpp.upstream;

import io.tidegate.api.control.Allocation;
import io.tidegate.api.control.Bounds;
import io.tidegate.api.control.ClockQuality;
import io.tidegate.api.control.CommandState;
import io.tidegate.api.control.Commitment;
import io.tidegate.api.control.Decision;
import io.tidegate.api.control.DecisionView;
import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.GridCommand;
import io.tidegate.api.control.Measured;
import io.tidegate.api.control.Reason;
import io.tidegate.api.control.ReasonCode;
import io.tidegate.api.control.SafetyState;
import io.tidegate.api.control.Session;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.control.Target;
import io.tidegate.api.control.TargetKind;
import io.tidegate.api.quantity.CommandId;
import io.tidegate.api.quantity.ControllerId;
import io.tidegate.api.quantity.SessionId;
import io.tidegate.api.site.PriorityClass;
import io.tidegate.api.site.SiteModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decisions of a site: of each EVSE with a vehicle, its power and why. */
final class Decisions {
  static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  static final String COMMAND = "dr-1";
  static final String CAP = "second/CS01-1";

  private Decisions() {}

  /** What becomes of one EVSE. */
  record Given(double watts, boolean vehicle, List<Reason> reasons) {
    static Given of(double watts, Reason... reasons) {
      return new Given(watts, true, List.of(reasons));
    }
  }

  /** A command {@link #COMMAND} is there, and a cap {@link #CAP} of an upstream "second". */
  static DecisionView of(SiteModel model, Given... given) {
    List<EvseState> evses = new ArrayList<>();
    List<Double> watts = new ArrayList<>();
    List<List<Reason>> reasons = new ArrayList<>();
    for (int i = 0; i < given.length; i++) {
      evses.add(evse(i, given[i].vehicle));
      watts.add(given[i].watts);
      reasons.add(given[i].reasons);
    }
    Allocation allocation = new Allocation(new double[0], new String[0], new Reason[0], List.of());
    return new DecisionView(
        new Decision(1, 1, AT, "period", List.of(), List.of(), 0),
        picture(model, evses),
        bounds(),
        allocation,
        watts,
        reasons,
        new SafetyState(AT, List.of(), List.of(), AT));
  }

  /** The grid connection is limited by the command. */
  private static Bounds bounds() {
    Reason commanded = new Reason(ReasonCode.COMMAND_LIMIT, COMMAND, 20_000);
    return new Bounds(
        new double[0],
        new double[0],
        new Reason[0],
        new Reason[0],
        new double[] {20_000},
        new double[] {0},
        new Reason[] {commanded},
        new Reason[] {commanded},
        new double[3],
        new double[3]);
  }

  private static SitePicture picture(SiteModel model, List<EvseState> evses) {
    GridCommand command =
        new GridCommand(
            new CommandId(COMMAND),
            new ControllerId("dms"),
            PriorityClass.GRID_EMERGENCY,
            TargetKind.IMPORT_LIMIT,
            "",
            20_000,
            AT.minusSeconds(60),
            AT.plusSeconds(600));
    Target cap =
        new Target(
            CAP,
            Ceilings.SOURCE + "second",
            PriorityClass.ECONOMY,
            TargetKind.EVSE_LIMIT,
            "",
            Optional.of(model.evses().get(0).id()),
            4_000,
            AT.plusSeconds(60));
    return new SitePicture(
        AT,
        1,
        model,
        evses,
        Map.of(),
        Map.of(),
        List.of(),
        List.of(new CommandState(command, AT)),
        List.of(cap),
        Optional.empty(),
        new ClockQuality("kernel", true, 0.8, ""),
        true,
        false);
  }

  private static EvseState evse(int index, boolean vehicle) {
    Session session =
        new Session(
            new SessionId("S-" + index),
            "tx-" + index,
            AT,
            false,
            "",
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Optional.empty(),
            Double.NaN,
            "");
    return new EvseState(
        index,
        true,
        Instant.EPOCH,
        SiteInput.Availability.OCCUPIED,
        vehicle ? Optional.of(session) : Optional.empty(),
        Measured.NOTHING,
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
