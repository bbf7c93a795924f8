package io.tidegate.charging.secc;

import io.tidegate.api.control.Setpoint;
import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseView.PausedSession;

/** What reaches a unit from outside. */
sealed interface Command {
  /** A dialect says. */
  record Said(EvseAction action) implements Command {}

  /**
   * A setpoint whose clearance has been redeemed.
   *
   * @param expiresNanos on the monotonic clock
   */
  record Give(Setpoint setpoint, long expiresNanos) implements Command {}

  /**
   * The lists have been asked about a token of this session; an answer about another token than the
   * one that is asked about now is too late.
   *
   * @param last what was refused stays so; else somebody else may still be let
   */
  record Verdict(String session, String token, boolean accepted, boolean last) implements Command {}

  /** An operator, or a token that the lists know, lets the next or present vehicle charge. */
  record Let(String token) implements Command {}

  /** An operator ends the session. */
  record Dismiss() implements Command {}

  /** The site listens anew: everything is told again. */
  record TellAgain() implements Command {}

  /** What the store remembered of a session that was paused before a restart. */
  record Remember(PausedSession paused, String transaction, int booked) implements Command {}

  /** The unit ends. */
  record Stop(String reason) implements Command {}
}
