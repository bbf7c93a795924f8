package io.tidegate.charging.secc;

import java.util.List;

/**
 * Decides for one EVSE: a pure function of what was, what is sensed and what is asked for. The same
 * arguments give the same result.
 */
final class Core {
  private final UnitSettings settings;

  Core(UnitSettings settings) {
    this.settings = settings;
  }

  /** State, orders for the devices, and everything else that is to be done. */
  record Step(UnitState state, Orders orders, List<Effect> effects) {}

  Step step(UnitState before, Turn.World world, List<Command> commands) {
    Turn turn = new Turn(settings, before.copy(), world);
    if (!turn.s.begun) {
      begin(turn);
    }
    Desk.plug(turn);
    for (Command command : commands) {
      Desk.take(turn, command);
    }
    Guard.watch(turn);
    Power.drive(turn);
    Report.tell(turn);
    return new Step(turn.s, orders(turn), List.copyOf(turn.effects));
  }

  private static void begin(Turn t) {
    t.s.begun = true;
    t.s.movedAt = t.now;
    t.s.drivenAt = t.now;
    t.s.countedAt = t.now;
    t.s.modeSince = t.now;
  }

  private static Orders orders(Turn t) {
    UnitState s = t.s;
    boolean live = s.closed || t.sensed.closed().orElse(false);
    return new Orders(
        s.closed,
        s.on,
        s.on ? s.volts : 0,
        s.on ? s.amps : 0,
        s.locked || live,
        s.plugged && s.fault.isEmpty() ? 5 : 100,
        s.unavailable,
        s.test);
  }
}
