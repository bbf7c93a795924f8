package io.tidegate.api.control;

import java.util.concurrent.CompletionStage;

/** Where grid programs hand in commands. A service of the control loop; any thread. */
public interface GridCommandDesk {

  /**
   * Checks the command and its mandate, makes it durable, hands it to the loop.
   *
   * @return completes within 5 s; with {@link CommandReceipt.Refused} and a code: {@code
   *     ERR_COMMAND_CONFLICT} (id known with other content), {@code ERR_COMMAND_WINDOW}, {@code
   *     ERR_COMMAND_UNKNOWN_NODE}, {@code ERR_COMMAND_POWER}, {@code V2G-401} (no mandate), {@code
   *     ERR_DISK_FULL}, {@code V2G-110} (not durable in time)
   */
  CompletionStage<CommandReceipt> submit(GridCommand command);
}
