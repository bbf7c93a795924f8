package io.tidegate.core.arbiter.tool;

import io.tidegate.api.control.ClockQuality;
import io.tidegate.api.control.CommandState;
import io.tidegate.api.control.Commitment;
import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.GridCommand;
import io.tidegate.api.control.MandateState;
import io.tidegate.api.control.Measured;
import io.tidegate.api.control.MeterState;
import io.tidegate.api.control.Session;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.control.Target;
import io.tidegate.api.control.TargetKind;
import io.tidegate.api.quantity.CommandId;
import io.tidegate.api.quantity.ControllerId;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.quantity.SessionId;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.site.MandateSource;
import io.tidegate.api.site.Node;
import io.tidegate.api.site.PriorityClass;
import io.tidegate.api.site.SiteModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A state file seen on a site: the picture that the gateway's loop would have at that moment. Time
 * is told by the caller; everything measured counts as just measured.
 */
final class Situation {
  private static final Duration WINDOW = Duration.ofHours(1);

  /** What a vehicle takes counts as just asked for and confirmed, for longer than a setpoint. */
  private static final Duration HOLDS = Duration.ofMinutes(2);

  private final SiteModel model;
  private final StateFile state;
  private final List<Target> targets = new ArrayList<>();
  private final Instant until;

  /**
   * @param at the moment that the file speaks of
   * @throws IllegalArgumentException with a sentence when the file does not fit the site
   */
  Situation(SiteModel model, StateFile state, Instant at) {
    this.model = model;
    this.state = state;
    until = at.plus(WINDOW);
    for (StateFile.Vehicle vehicle : state.evses()) {
      check(model.indexOf(new EvseId(vehicle.id())) >= 0, "the site has no EVSE " + vehicle.id());
    }
    for (StateFile.Ask ask : state.targets()) {
      targets.add(target(ask));
    }
  }

  List<Target> targets() {
    return List.copyOf(targets);
  }

  /** The picture at an instant at which everything stands as in the file. */
  SitePicture picture(Instant at) {
    return new SitePicture(
        at,
        1,
        model,
        evses(at),
        meters(at),
        Map.of(),
        model.mandateSources().stream().map(source -> mandate(source, at)).toList(),
        commands(at),
        List.of(),
        Optional.empty(),
        new ClockQuality("assumed", true, 0, "the tool's own"),
        true,
        false);
  }

  private static void check(boolean fits, String sentence) {
    if (!fits) {
      throw new IllegalArgumentException(sentence);
    }
  }

  private static <E extends Enum<E>> E named(Class<E> type, String text) {
    String name = text.replace('-', '_').toUpperCase(Locale.ROOT);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(name)) {
        return constant;
      }
    }
    String known =
        Arrays.stream(type.getEnumConstants())
            .map(c -> c.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .reduce((a, b) -> a + ", " + b)
            .orElse("");
    throw new IllegalArgumentException(text + " is none of: " + known);
  }

  private Target target(StateFile.Ask ask) {
    TargetKind kind = named(TargetKind.class, ask.kind());
    Optional<EvseId> evse =
        kind == TargetKind.EVSE_POWER ? Optional.of(new EvseId(ask.evse())) : Optional.empty();
    check(Double.isFinite(ask.powerW()), "target " + ask.id() + " has no powerKw");
    check(
        ask.node().isEmpty() || model.nodeIndexOf(ask.node()) >= 0,
        "target " + ask.id() + ": the site has no node " + ask.node());
    check(
        evse.isEmpty() || model.indexOf(evse.get()) >= 0,
        "target " + ask.id() + ": the site has no EVSE " + ask.evse());
    return new Target(
        ask.id(),
        ask.controller(),
        named(PriorityClass.class, ask.priority()),
        kind,
        ask.node(),
        evse,
        ask.powerW(),
        until);
  }

  /** Limits reach the envelope as commands; the arbiter sees the rest as targets. */
  private List<CommandState> commands(Instant at) {
    List<CommandState> commands = new ArrayList<>();
    for (Target target : targets) {
      if (target.kind() == TargetKind.IMPORT_LIMIT || target.kind() == TargetKind.EXPORT_LIMIT) {
        commands.add(
            new CommandState(
                new GridCommand(
                    new CommandId(target.id()),
                    new ControllerId(target.mandate()),
                    target.priority(),
                    target.kind(),
                    target.node(),
                    target.powerW(),
                    at.minusSeconds(1),
                    until),
                at));
      }
    }
    return commands;
  }

  private MandateState mandate(MandateSource source, Instant at) {
    boolean silent = state.silent().contains(source.id().value());
    return new MandateState(source, silent ? Instant.EPOCH : at);
  }

  private Map<String, MeterState> meters(Instant at) {
    Map<String, MeterState> meters = new TreeMap<>();
    for (Node node : model.nodes()) {
      if (node.metered()) {
        double powerW = state.meterW().getOrDefault(node.meter(), node.designLoadW());
        meters.put(node.meter(), new MeterState(node.meter(), at, reading(node.meter(), powerW)));
      }
    }
    return meters;
  }

  private SiteInput.MeterReading reading(String meter, double powerW) {
    double third = powerW / 3;
    return new SiteInput.MeterReading(
        meter,
        powerW,
        third,
        third,
        third,
        0,
        model.grid().nominalVoltageV(),
        model.grid().nominalFrequencyHz());
  }

  private List<EvseState> evses(Instant at) {
    Map<String, StateFile.Vehicle> vehicles = new HashMap<>();
    state.evses().forEach(vehicle -> vehicles.put(vehicle.id(), vehicle));
    List<EvseState> states = new ArrayList<>();
    for (EvseSpec spec : model.evses()) {
      StateFile.Vehicle vehicle = vehicles.get(spec.id().value());
      states.add(vehicle == null ? empty(states.size()) : occupied(states.size(), vehicle, at));
    }
    return states;
  }

  private static EvseState empty(int index) {
    return new EvseState(
        index,
        true,
        Instant.EPOCH,
        SiteInput.Availability.AVAILABLE,
        Optional.empty(),
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

  private EvseState occupied(int index, StateFile.Vehicle vehicle, Instant at) {
    double powerW = vehicle.powerW();
    Measured measured =
        new Measured(
            powerW,
            at,
            vehicle.socPct(),
            Double.isNaN(vehicle.socPct()) ? Instant.EPOCH : at,
            Double.NaN,
            Instant.EPOCH,
            Double.NaN,
            Instant.EPOCH,
            Double.NaN,
            Instant.EPOCH,
            Double.NaN,
            Double.NaN);
    Commitment commitment =
        new Commitment(
            1,
            powerW,
            at.plus(HOLDS),
            Double.NaN,
            Double.NaN,
            Instant.EPOCH,
            1,
            powerW,
            at.minusSeconds(1));
    return new EvseState(
        index,
        vehicle.online(),
        Instant.EPOCH,
        vehicle.present() ? SiteInput.Availability.OCCUPIED : SiteInput.Availability.AVAILABLE,
        vehicle.present() ? Optional.of(session(vehicle)) : Optional.empty(),
        measured,
        commitment,
        Double.NaN,
        "",
        0,
        vehicle.deliverableW(),
        Instant.EPOCH,
        Instant.EPOCH,
        true,
        "");
  }

  private Session session(StateFile.Vehicle vehicle) {
    Optional<Instant> departure =
        Double.isFinite(vehicle.departureMinutes())
            ? Optional.of(until.minus(WINDOW).plusSeconds((long) (vehicle.departureMinutes() * 60)))
            : Optional.empty();
    return new Session(
        new SessionId("at-" + Integer.toHexString(vehicle.id().hashCode())),
        "",
        Instant.EPOCH,
        vehicle.dischargeAllowed(),
        "state file",
        vehicle.capacityWh(),
        Double.NaN,
        Double.NaN,
        vehicle.targetPct(),
        departure,
        vehicle.reservePct(),
        "");
  }
}
