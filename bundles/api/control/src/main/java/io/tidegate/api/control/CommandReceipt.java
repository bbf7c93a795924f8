package io.tidegate.api.control;

/** Answer to a grid command. The same id with the same content is answered as the first time. */
public sealed interface CommandReceipt {
  /**
   * Taken: durable, and before the control loop. {@code repeated} when the id was known already.
   */
  record Accepted(GridCommand command, boolean repeated) implements CommandReceipt {}

  /** Not taken, nothing changed; {@code code} from the error catalogue. */
  record Refused(String code, String sentence) implements CommandReceipt {}
}
