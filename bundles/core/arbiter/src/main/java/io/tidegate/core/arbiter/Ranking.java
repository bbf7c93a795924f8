package io.tidegate.core.arbiter;

import io.tidegate.api.site.PriorityClass;

/**
 * Who goes first among those whom neither safety nor a departure nor an emergency puts first. The
 * gateway uses {@link #GRID}; the others are for asking "what if" on the command line.
 */
public enum Ranking {
  /** Contract, economy, plan. */
  GRID,
  /** Economy, plan, contract. */
  ECONOMY,
  /** The mean power to every departure, then contract, economy, plan. */
  DEPARTURE;

  /** Position of a class of targets; a smaller one is served first. */
  int position(PriorityClass priority) {
    return switch (priority) {
      case MUST_CHARGE, GRID_EMERGENCY -> 0;
      case CONTRACT -> this == ECONOMY ? 2 : 1;
      case ECONOMY -> this == ECONOMY ? 1 : 2;
    };
  }
}
