package io.tidegate.api.control;

/**
 * Where drivers, programs and drivers' wishes leave their inputs. A service of the control loop;
 * any thread.
 */
public interface SiteInbox {

  /**
   * Queues an input and returns at once.
   *
   * <p>Commands, faults and lost connections wake the loop immediately; telemetry is gathered for
   * up to 10 ms. When the inbox is full, a repeatable measurement displaces the oldest of its own
   * kind and is counted; anything else is refused.
   *
   * @return false when the inbox was full and the input was not taken: the sender keeps it and
   *     tries again
   */
  boolean post(SiteInput input);
}
