package io.tidegate.core.control;

import io.tidegate.api.control.GridCommand;
import io.tidegate.api.quantity.CommandId;
import io.tidegate.api.quantity.ControllerId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the commands that have not ended, so that no controller can fill the site's memory.
 * Commands of before a start are not counted. Any thread.
 */
final class LiveCommands {
  static final int MOST_OF_ONE = 64;
  static final int MOST = 1_024;
  private final Map<CommandId, GridCommand> live = new HashMap<>();

  /** Whether there is room for the command; a known one takes none. */
  synchronized boolean admit(GridCommand command, Instant now) {
    live.values().removeIf(c -> !c.end().isAfter(now));
    if (live.containsKey(command.id()) || !command.end().isAfter(now)) {
      return true;
    }
    ControllerId controller = command.controller();
    long own = live.values().stream().filter(c -> c.controller().equals(controller)).count();
    if (own >= MOST_OF_ONE || live.size() >= MOST) {
      return false;
    }
    live.put(command.id(), command);
    return true;
  }
}
