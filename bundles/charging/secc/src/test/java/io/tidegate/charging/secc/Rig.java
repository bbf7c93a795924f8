package io.tidegate.charging.secc;

import io.tidegate.api.control.Setpoint;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.device.EnergyMeter;
import io.tidegate.api.device.PilotState;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.quantity.SessionId;
import io.tidegate.api.quantity.StationId;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.site.Phases;
import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseView;
import io.tidegate.api.vehicle.PlcLink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The core on virtual time, with devices that do as they are told unless a test says otherwise. */
final class Rig {
  static final EvseId EVSE = new EvseId("E01");
  static final Instant BEGIN = Instant.parse("2026-06-01T12:00:00Z");
  static final String SESSION = "0102030405060708";
  private static final long MS = 1_000_000;
  private static final long CONTACTOR_MS = 30;

  final UnitSettings set;
  final List<Effect> effects = new ArrayList<>();
  private final Core core;
  UnitState state = new UnitState();
  Orders orders = Orders.NONE;
  long now = -5_000_000_000L;
  Instant at = BEGIN;

  // the devices
  PilotState pilot = PilotState.A;
  Optional<Boolean> closed = Optional.of(false);
  boolean obedient = true;
  boolean stopped;
  double volts;
  double amps;
  double extraA;
  double ohms = 2e6;
  double supplyW = Double.NaN;
  double importWh;
  double exportWh;
  String silent = "";
  Optional<PlcLink.Report> plc = Optional.empty();
  boolean locks = true;
  boolean tests = true;
  private long toldAt;
  private boolean told;

  // the site
  Optional<EvseSpec> spec = Optional.of(spec(3_000, false));
  boolean discharges = true;

  Rig(Map<String, String> more) {
    Map<String, String> properties =
        new HashMap<>(
            Map.of(
                "evse", "E01",
                "maxChargeA", "100",
                "maxDischargeA", "60",
                "maxChargeKw", "40",
                "maxDischargeKw", "20",
                "maxV", "1000",
                "rampAPerS", "1000",
                "authorisation", "any"));
    properties.putAll(more);
    set = UnitSettings.read("pid", properties);
    core = new Core(set);
  }

  static Rig dc() {
    return new Rig(Map.of());
  }

  static Rig ac() {
    return new Rig(
        Map.of(
            "energy",
            "ac",
            "maxChargeA",
            "32",
            "maxDischargeA",
            "32",
            "maxChargeKw",
            "22",
            "maxDischargeKw",
            "22"));
  }

  static EvseSpec spec(double safeShareW, boolean attested) {
    return new EvseSpec(
        EVSE,
        new StationId("CS01"),
        1,
        0,
        Phases.L123,
        40_000,
        20_000,
        4_140,
        4_140,
        safeShareW,
        attested,
        0,
        40_000,
        Double.POSITIVE_INFINITY,
        0);
  }

  // time

  /** Goes on, a step each 10 ms. */
  Rig run(int millis) {
    for (int passed = 0; passed < millis; passed += 10) {
      now += 10 * MS;
      at = at.plusMillis(10);
      move();
      step();
    }
    return this;
  }

  /** The devices follow their orders. */
  private void move() {
    if (told != orders.closed()) {
      told = orders.closed();
      toldAt = now;
    }
    if (obedient && closed.isPresent() && now - toldAt >= CONTACTOR_MS * MS) {
      closed = Optional.of(told);
    }
    if (set.rating().direct()) {
      boolean through = closed.orElse(false) && orders.on();
      amps = (through ? orders.amps() : 0) + extraA;
      volts = orders.on() ? (closed.orElse(false) ? 400 : orders.volts()) : 0;
    } else {
      volts = 230;
      amps = extraA;
    }
    double wh = amps * volts * 10 / 3_600_000;
    importWh += Math.max(0, wh);
    exportWh += Math.max(0, -wh);
  }

  Sensed sensed() {
    return new Sensed(
        pilot,
        closed,
        Optional.of(locks && orders.locked()),
        stopped,
        volts,
        amps,
        ohms,
        tests ? orders.test() : orders.test() - 1,
        Optional.of(
            new EnergyMeter.Registers("M1", importWh, exportWh, Double.NaN, Optional.empty())),
        supplyW,
        plc,
        silent);
  }

  Rig step(Command... commands) {
    Core.Step step = core.step(state, world(), List.of(commands));
    state = step.state();
    orders = step.orders();
    effects.addAll(step.effects());
    return this;
  }

  Turn.World world() {
    return new Turn.World(now, at, sensed(), spec, discharges);
  }

  EvseView view() {
    return Views.view(new Turn(set, state, world()), false);
  }

  // what dialects and the site do

  Rig say(EvseAction... actions) {
    Command[] commands = new Command[actions.length];
    for (int i = 0; i < actions.length; i++) {
      commands[i] = new Command.Said(actions[i]);
    }
    return step(commands);
  }

  Rig give(long id, double watts, int seconds) {
    Setpoint setpoint =
        new Setpoint(
            id,
            EVSE,
            Optional.of(new SessionId(state.siteSession())),
            watts,
            at,
            at.plusSeconds(seconds),
            List.of());
    return step(new Command.Give(setpoint, now + seconds * 1_000 * MS));
  }

  Rig plugIn() {
    pilot = PilotState.B;
    return run(10);
  }

  Rig begin() {
    return plugIn()
        .say(
            new EvseAction.Begin(SESSION, "02:00:00:00:00:01", false),
            new EvseAction.Authorise(Optional.empty()));
  }

  /** Up to a closed contactor, and the vehicle's battery behind it. */
  Rig energise() {
    begin();
    pilot = PilotState.C;
    run(10);
    if (set.rating().direct()) {
      say(new EvseAction.Lock(), new EvseAction.CableCheck(500)).run(50);
      say(new EvseAction.PreCharge(400, 2)).run(50);
      say(new EvseAction.Window(450, 100, 60));
    }
    return renew(60_000).run(100);
  }

  Rig renew(int millis) {
    return say(new EvseAction.Energise(Duration.ofMillis(millis)));
  }

  Rig allowDischarge() {
    return say(new EvseAction.Discharge(true, "PowerDeliveryReq"));
  }

  <T extends SiteInput> List<T> posted(Class<T> type) {
    List<T> found = new ArrayList<>();
    for (Effect effect : effects) {
      if (effect instanceof Effect.Post post && type.isInstance(post.input())) {
        found.add(type.cast(post.input()));
      }
    }
    return found;
  }

  <T extends Effect> List<T> effects(Class<T> type) {
    return effects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The contactor opens by itself and does not close again. */
  void stuckOpen() {
    obedient = false;
    closed = Optional.of(false);
  }

  static PlcLink.Report link(PlcLink.State state, double lossPct) {
    return new PlcLink.Report(state, Optional.empty(), 12, lossPct, 0, "");
  }
}
