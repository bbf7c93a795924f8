package io.tidegate.api.control;

import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.quantity.SessionId;
import java.time.Instant;
import java.util.List;

/**
 * A rolling plan: for each session a power a step.
 *
 * @param madeAt when the planner began
 * @param start beginning of the first step
 * @param stepS length of a step, s
 */
public record Plan(Instant madeAt, Instant start, double stepS, List<SessionPlan> sessions) {

  /**
   * @param powerW mean power of each step, W, negative out of the vehicle
   * @param socPct state of charge expected at the end of each step
   */
  public record SessionPlan(
      EvseId evse, SessionId session, List<Double> powerW, List<Double> socPct) {
    public SessionPlan {
      powerW = List.copyOf(powerW);
      socPct = List.copyOf(socPct);
    }
  }

  public Plan {
    sessions = List.copyOf(sessions);
  }
}
