package io.tidegate.charging.secc;

import io.tidegate.api.control.SiteInput;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.quantity.SessionId;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.charging.secc.Effect.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One step in the making: the state that is changed, what is known, and what comes of it. */
final class Turn {
  private static final double MILLI = 1e6;

  final UnitSettings set;
  final UnitState s;
  final World world;
  final Sensed sensed;
  final long now;
  final List<Effect> effects = new ArrayList<>();

  /**
   * What is known of the world at a moment.
   *
   * @param nanos monotonic
   * @param at the same on the wall clock
   * @param spec as the site file has the EVSE; empty: it has not
   * @param discharges its station takes discharge as ISO 15118
   */
  record World(
      long nanos, Instant at, Sensed sensed, Optional<EvseSpec> spec, boolean discharges) {}

  Turn(UnitSettings set, UnitState state, World world) {
    this.set = set;
    this.s = state;
    this.world = world;
    this.sensed = world.sensed();
    this.now = world.nanos();
  }

  EvseId evse() {
    return set.evse();
  }

  SessionId session() {
    return new SessionId(s.siteSession());
  }

  /** Milliseconds from then to now. */
  double since(long then) {
    return (now - then) / MILLI;
  }

  long in(double millis) {
    return now + (long) (millis * MILLI);
  }

  boolean passed(long then) {
    return now - then >= 0;
  }

  void post(SiteInput input) {
    effects.add(new Effect.Post(input));
  }

  void say(Level level, String code, String sentence) {
    effects.add(new Effect.Say(level, code, sentence));
  }
}
