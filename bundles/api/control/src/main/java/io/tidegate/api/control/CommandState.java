package io.tidegate.api.control;

import java.time.Instant;

/** A grid command that the loop knows, from its acceptance until a while after its end. */
public record CommandState(GridCommand command, Instant acceptedAt) {

  /** Whether its window is open. */
  public boolean active(Instant now) {
    return !now.isBefore(command.start()) && now.isBefore(command.end());
  }
}
