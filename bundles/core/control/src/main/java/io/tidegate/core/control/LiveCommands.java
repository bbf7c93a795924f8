package io.tidegate.core.control;

import io.tidegate.api.control.GridCommand;
import io.tidegate.api.quantity.CommandId;
import io.tidegate.api.quantity.ControllerId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the commands that have not ended, those of before a start included, so that no controller
 * can fill the site's memory. Any thread.
 */
final class LiveCommands {
  static final int MOST_OF_ONE = 64;
  static final int MOST = 1_024;
  private final Map<CommandId, GridCommand> live = new HashMap<>();

  /** What there was for a command. */
  enum Room {
    /** It has a place now, which {@link #free} gives back. */
    TAKEN,
    /** It had one, or needs none. */
    KNOWN,
    NONE
  }

  synchronized Room admit(GridCommand command, Instant now) {
    live.values().removeIf(c -> !c.end().isAfter(now));
    if (live.containsKey(command.id()) || !command.end().isAfter(now)) {
      return Room.KNOWN;
    }
    ControllerId controller = command.controller();
    long own = live.values().stream().filter(c -> c.controller().equals(controller)).count();
    if (own >= MOST_OF_ONE || live.size() >= MOST) {
      return Room.NONE;
    }
    live.put(command.id(), command);
    return Room.TAKEN;
  }

  /** It is durable, whatever the caps: it counts. */
  synchronized void count(GridCommand command) {
    live.putIfAbsent(command.id(), command);
  }

  /** It did not become durable. */
  synchronized void free(GridCommand command) {
    live.remove(command.id(), command);
  }
}
